import { join } from 'node:path';
import { openHouse } from './compose.ts';
import { demonstrationPassphrase, demonstrationPassword, demonstrationPeople } from './demonstration/people.ts';
import { type DemonstrationState, isDemonstrationComplete, loadDemonstration } from './demonstration/load.ts';
import { openDoors } from './doors.ts';
import { dataDirOf, filesOf, openGround, portalSecretOf, prepareGround, projectRoot } from './ground.ts';
import { openBackground } from './background.ts';
import { prepareFirstAdministrator } from '#modules/accounts/index.ts';
import { type Config, readConfig } from '#platform/config.ts';
import { type Db, openDatabase, openPool } from '#platform/database/database.ts';
import { openJobs } from '#platform/jobs/jobs.ts';
import { describeFailure, openLog } from '#platform/log.ts';
import { explainListenError, type OperatorError, printFailure } from '#platform/operator-error.ts';
import type { House } from '#platform/http/house.ts';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Opens the house: database, schema, units, background work, HTTP; then loads the demonstration beside it. */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  const log = openLog(config);
  const closers: (() => Promise<unknown>)[] = [];
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).toReversed())
      await closer().catch((error: unknown) => log.error(describeFailure(error), 'closing'));
  };
  let closing: Promise<void> | undefined;
  const end = (code: number): void => {
    closing ??= close().then(() => process.exit(code));
  };
  const fail = (error: unknown): void => {
    printFailure(error);
    end(1);
  };
  // Said twice (by the terminal to the whole group, and by npm), it still ends once and in order.
  process.on('SIGINT', () => end(0));
  process.on('SIGTERM', () => end(0));

  try {
    say('Đang khởi động cơ sở dữ liệu…');
    const ground = await openGround(config, log, (reason: OperatorError) => {
      log.error({ reason: reason.sentence.en }, 'database ended');
      ground.embedded!.restart().catch(fail);
    });
    if (ground.embedded) {
      closers.push(() => ground.embedded!.stop());
      say(`Dữ liệu nằm trong ${ground.embedded.dataDir}`);
    }
    await prepareGround(ground, say);

    const pool = openPool(ground.runUrl, { max: 16 });
    pool.on('error', (error) => log.warn(describeFailure(error), 'idle database connection lost'));
    const db = openDatabase(pool);
    closers.push(() => db.destroy());
    const jobs = openJobs(ground.runUrl, { log });
    const files = filesOf(config);
    const house = await openHouse({
      config,
      db,
      jobs,
      files,
      log,
      residentsLog: openLog(config, undefined, { byHour: true }),
      portalTexts: join(dataDirOf(config), 'portal-texts'),
      portalSecret: portalSecretOf(config),
      portalScripts: join(projectRoot, 'dist/web/portal'),
    });
    let demonstration: DemonstrationState = config.demo === 'none' ? 'none' : 'loading';
    await openDoors(house, () => demonstration);
    closers.push(
      await openBackground({
        db,
        jobs,
        files,
        log,
        dataDir: dataDirOf(config),
        migrateUrl: ground.migrateUrl,
        keyFile: config.auditKeyFile,
      }),
    );
    await listen(house, config);
    closers.push(() => house.app.close());

    if (config.demo !== 'none') {
      loadDemo(house, ground.migrateUrl, config.demo).then(
        () => (demonstration = 'ready'),
        (error: unknown) => {
          demonstration = 'failed';
          log.error(describeFailure(error), 'demonstration data');
          say('Không nạp được dữ liệu minh họa; xem nhật ký. Hệ thống vẫn dùng được.');
        },
      );
    } else {
      await tellFirstSteps(db, config);
    }
  } catch (error) {
    fail(error);
  }
}

async function listen(house: House, config: Config): Promise<void> {
  try {
    await house.app.listen({ port: config.port, host: config.host });
  } catch (error) {
    throw explainListenError(error, config.port, config.host);
  }
  const address = house.app.server.address();
  const port = typeof address === 'object' && address ? address.port : config.port;
  say(`\nBình Yên đang chạy tại http://${config.host === '0.0.0.0' ? '127.0.0.1' : config.host}:${port}/staff`);
  if (config.demo !== 'none') tellAccounts();
}

function tellAccounts(): void {
  say(`\nTài khoản minh họa (mật khẩu chung: ${demonstrationPassword}):`);
  for (const person of demonstrationPeople) say(`  ${person.signInName.padEnd(14)}${person.displayName}`);
  say(`Cụm mật khẩu mở khóa của người xử lý tin và người giữ mảnh khóa: ${demonstrationPassphrase}`);
  say('');
}

async function loadDemo(house: House, migrateUrl: string, extent: 'short' | 'whole'): Promise<void> {
  const ownerPool = openPool(migrateUrl, { max: 2, name: 'binhyen demonstration' });
  ownerPool.on('error', () => undefined);
  const ownerDb = openDatabase(ownerPool);
  try {
    if (await isDemonstrationComplete(ownerDb, extent)) return;
    say('Đang nạp dữ liệu minh họa (vài phút; hệ thống đã dùng được)…');
    await loadDemonstration({ house, ownerDb, say }, extent);
  } finally {
    await ownerDb.destroy();
  }
}

/** An empty house asks for its first administrator with a code that only the operator sees. */
async function tellFirstSteps(db: Db, config: Config): Promise<void> {
  const code = await db.transaction().execute((tx) => prepareFirstAdministrator(tx));
  if (code === undefined) return;
  say(
    `\nHệ thống chưa có ai. Mở http://${config.host}:${config.port}/staff/first-administrator và nhập mã thiết lập: ${code}\n`,
  );
}

await main();
