export { createAccount, type GivenPost, signInAs } from './server/accounts.ts';
export { isEmptyHouse, prepareFirstAdministrator } from './server/first-administrator.ts';
export { accountRoutes } from './server/routes.ts';
