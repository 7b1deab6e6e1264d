import { resolve } from 'node:path';
import { z } from 'zod';
import { OperatorError } from './operator-error.ts';

const Settings = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  DATA_DIR: z.string().min(1).optional(),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//)
    .optional(),
  DATABASE_MIGRATE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//)
    .optional(),
  DEMO: z.enum(['0', '1', 'short']).default('1'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('warn'),
  PUBLIC_URL: z.url().optional(),
  TRUST_PROXY: z.enum(['0', '1']).default('0'),
  SESSION_HOURS: z.coerce.number().min(1).max(72).default(12),
  AUDIT_KEY_FILE: z.string().min(1).optional(),
  PORTAL_KEY_FILE: z.string().min(1).optional(),
});

/** Everything that the environment decides; docs/settings.md lists the same names. */
export type Config = {
  port: number;
  host: string;
  dataDir: string | undefined;
  databaseUrl: string | undefined;
  databaseMigrateUrl: string | undefined;
  /** short: what one province does today, and one ten-year review. */
  demo: 'none' | 'short' | 'whole';
  logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'silent';
  /** The address that people type, without a slash at its end; for posters and links that leave the house. */
  publicUrl: string | undefined;
  /** True where the address of the house is https, so that cookies are sent over https only. */
  secureCookies: boolean;
  /** The address of whoever asks is taken from the proxy in front, which then must be the only way in. */
  trustProxy: boolean;
  sessionHours: number;
  /** Another place for the key that signs the history than keys/audit-seal.pem in the data folder. */
  auditKeyFile: string | undefined;
  /** Another place for the secret of the portal than keys/portal.key in the data folder. */
  portalKeyFile: string | undefined;
};

export const settingNames = Object.keys(Settings.shape);

/** Reads and checks the settings. A wrong one is an `OperatorError` that names it. */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const present = Object.fromEntries(
    settingNames.flatMap((name) => (environment[name] ? [[name, environment[name]]] : [])),
  );
  const parsed = Settings.safeParse(present);
  if (!parsed.success) {
    const name = String(parsed.error.issues[0]?.path[0]);
    throw new OperatorError({
      vi: `Thiết lập ${name} không đúng: xem docs/settings.md.`,
      en: `Setting ${name} is not valid: see docs/settings.md.`,
    });
  }
  const settings = parsed.data;
  if (settings.DATABASE_URL && !settings.DATABASE_MIGRATE_URL) {
    throw new OperatorError({
      vi: 'Có DATABASE_URL thì phải có cả DATABASE_MIGRATE_URL (vai trò khác, sở hữu lược đồ).',
      en: 'DATABASE_URL needs DATABASE_MIGRATE_URL beside it (another role, owner of the schema).',
    });
  }
  return {
    port: settings.PORT,
    host: settings.HOST,
    dataDir: settings.DATA_DIR ? resolve(settings.DATA_DIR) : undefined,
    databaseUrl: settings.DATABASE_URL,
    databaseMigrateUrl: settings.DATABASE_MIGRATE_URL,
    demo: ({ '0': 'none', '1': 'whole', short: 'short' } as const)[settings.DEMO],
    logLevel: settings.LOG_LEVEL,
    publicUrl: settings.PUBLIC_URL?.replace(/\/+$/, ''),
    secureCookies: settings.PUBLIC_URL?.startsWith('https:') ?? false,
    trustProxy: settings.TRUST_PROXY === '1',
    sessionHours: settings.SESSION_HOURS,
    auditKeyFile: settings.AUDIT_KEY_FILE ? resolve(settings.AUDIT_KEY_FILE) : undefined,
    portalKeyFile: settings.PORTAL_KEY_FILE ? resolve(settings.PORTAL_KEY_FILE) : undefined,
  };
}
