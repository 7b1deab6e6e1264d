/** Where the test files find PostgreSQL; both addresses name the template database. */
type TestServer = { template: string; prefix: string; migrateUrl: string; runUrl: string };

declare module 'vitest' {
  interface ProvidedContext {
    testServer: TestServer;
  }
}
