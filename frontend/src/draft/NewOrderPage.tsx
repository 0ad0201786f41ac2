export function NewOrderPage() { return <p>NewOrderPage</p>; }
