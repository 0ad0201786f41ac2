import { setupServer } from 'msw/node';

/** Answers in the place of the network; what nobody has a handler for fails the test. */
export const server = setupServer();
