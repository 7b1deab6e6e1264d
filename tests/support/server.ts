/** Where the test files find PostgreSQL; both addresses name the template database. */
type TestServer = { template: string; prefix: string; migrateUrl: string; runUrl: string };

declare module 'vitest' {
  interface ProvidedContext {
    testServer: TestServer;
  }
}

export function toDatabase(url: string, name: string): string {
  const address = new URL(url);
  address.pathname = `/${name}`;
  return address.href;
}
