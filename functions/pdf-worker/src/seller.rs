#[derive(Debug, serde::Deserialize)]
pub struct Seller;
