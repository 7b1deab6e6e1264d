import { Command, InvalidArgumentError, Option } from 'commander';
import { keepPublicKey } from '#platform/audit/seal-key.ts';
import { type Config, readConfig } from '#platform/config.ts';
import { migrate } from '#platform/database/migrate.ts';
import { installJobs } from '#platform/jobs/jobs.ts';
import { isDay, isMonth } from '#platform/periods.rules.ts';
import { filesOf, prepareGround } from '../ground.ts';
import { makeBackup, openClient, readMigrations } from './backup.ts';
import { withOwner } from '#platform/database/database.ts';
import { type Addresses, withAddresses } from './database.ts';
import { exitCodes, tellFailure, toTitle } from './failures.ts';
import { importBoundaryFile } from './import-boundaries.ts';
import { importFigureFile, type ImportFiguresOptions } from './import-figures.ts';
import { importUnitFiles } from './import-units.ts';
import { printReport, type ReportOptions } from './report.ts';
import { restoreBackup } from './restore.ts';
import { keysFolderOf, verifyAllFigures, verifyHistory, verifyTipRetention } from './verify.ts';
import { inWords, type Output, toJson } from './words.ts';

type Streams = { stdout: (content: string | Uint8Array) => void; stderr: (line: string) => void };

/**
 * Runs one command of the operator and answers its exit code: 0 done, 1 a check or the act failed, 2 used wrongly or
 * ambiguous. Answers for programs go to stdout, words for people to stderr.
 */
export async function runCommand(args: string[], env: NodeJS.ProcessEnv, streams: Streams): Promise<number> {
  const output: Output = { out: streams.stdout, tell: (sentence) => streams.stderr(`${inWords(sentence, env)}\n`) };
  try {
    await buildProgram(env, streams, output).parseAsync(args, { from: 'user' });
    return exitCodes.fine;
  } catch (error) {
    return tellFailure(error, output);
  }
}

function buildProgram(env: NodeJS.ProcessEnv, streams: Streams, output: Output): Command {
  const say = (vi: string, en: string) => inWords({ vi, en }, env, '\n');
  const program = new Command('binhyen')
    .description(say('Lệnh dành cho người vận hành Bình Yên.', 'Commands for the operators of Bình Yên.'))
    .addHelpText(
      'after',
      `\n${say(
        'Mã thoát: 0 xong, 1 kiểm tra không đạt hoặc thao tác thất bại, 2 dùng sai hoặc mã đơn vị chưa rõ.',
        'Exit codes: 0 done, 1 a check or the act failed, 2 used wrongly or ambiguous.',
      )}`,
    )
    .helpCommand(false);
  const run = <A extends unknown[]>(act: (addresses: Addresses, config: Config, ...rest: A) => Promise<void>) => {
    return async (...rest: A) => {
      const config = readConfig(env);
      await withAddresses(config, (addresses) => act(addresses, config, ...rest));
    };
  };
  addDatabaseCommands(program, say, output, run);
  addWorkCommands(program, say, output, run);
  // After the commands are there, so that each of them inherits it.
  for (const command of listCommands(program)) {
    command
      .exitOverride()
      .helpOption('-h, --help', say('Xem hướng dẫn này.', 'Show this help.'))
      .configureHelp({ styleTitle: (title) => toTitle(title, env) })
      .configureOutput({ writeOut: streams.stdout, writeErr: streams.stderr, outputError: () => undefined });
  }
  return program;
}

type Say = (vi: string, en: string) => string;
type Run = <A extends unknown[]>(
  act: (addresses: Addresses, config: Config, ...rest: A) => Promise<void>,
) => (...rest: A) => Promise<void>;

function addDatabaseCommands(program: Command, say: Say, output: Output, run: Run): void {
  program
    .command('migrate')
    .description(
      say(
        'Đưa cơ sở dữ liệu lên lược đồ và danh mục hiện hành.',
        'Bring the database to the present schema and lists.',
      ),
    )
    .action(run((addresses) => migrateAll(addresses, output)));
  program
    .command('backup')
    .argument('<file>', say('Tệp sao lưu sẽ được tạo.', 'The backup file to make.'))
    .description(
      say(
        'Sao lưu toàn bộ dữ liệu và tệp kèm theo vào một tệp.',
        'Back up everything, attached files too, into one file.',
      ),
    )
    .action(
      run(async ({ migrateUrl }, config, file: string) => {
        const report = await makeBackup({ migrateUrl, files: filesOf(config) }, file, new Date());
        output.out(toJson(report));
        output.tell({ vi: `Đã sao lưu vào ${file}.`, en: `Backed up to ${file}.` });
        if (report.missingFiles > 0) {
          output.tell({
            vi: `Có ${report.missingFiles} tệp kèm theo không còn trong kho tệp nên không có trong bản sao lưu.`,
            en: `${report.missingFiles} attached files are gone from the store, so the backup does not hold them.`,
          });
        }
      }),
    );
  program
    .command('restore')
    .argument('<file>', say('Tệp sao lưu.', 'The backup file.'))
    .option('--yes', say('Xoá hết dữ liệu đang có rồi khôi phục.', 'Delete all present data, then restore.'))
    .description(
      say('Khôi phục từ tệp sao lưu: toàn bộ hoặc không gì cả.', 'Restore from a backup file: all or nothing.'),
    )
    .action(
      run((addresses, config, file: string, options: { yes?: boolean }) =>
        restoreAll(addresses, config, file, options.yes ?? false, output),
      ),
    );
}

function addWorkCommands(program: Command, say: Say, output: Output, run: Run): void {
  const importing = program.command('import').description(say('Nhập danh mục.', 'Import lists.'));
  importing
    .command('units')
    .argument(
      '<files...>',
      say('units.csv và successions.csv, hoặc thư mục chứa chúng.', 'units.csv and successions.csv, or their folder.'),
    )
    .option('--confirm', say('Nhập thật; không có thì chỉ xem trước.', 'Import; without it only a preview is shown.'))
    .description(say('Nhập danh mục đơn vị đã kiểm chứng.', 'Import a checked set of administrative units.'))
    .action(
      run(async ({ migrateUrl }, _, files: string[], options: { confirm?: boolean }) => {
        await requireSchema(migrateUrl);
        await importUnitFiles(migrateUrl, files, { confirm: options.confirm ?? false }, output);
      }),
    );
  importing
    .command('figures')
    .argument(
      '<file>',
      say(
        'Tệp csv: unit,month,indicator,value[,origin,keys,known_on,correction].',
        'A csv file: unit,month,indicator,value[,origin,keys,known_on,correction].',
      ),
    )
    .requiredOption('--reason <text>', say('Số liệu lấy từ đâu.', 'Where the figures come from.'))
    .requiredOption('--submitted-by <name>', say('Tài khoản người nộp.', 'Account of the person who hands them up.'))
    .requiredOption(
      '--approved-by <name>',
      say('Tài khoản người duyệt, là người khác.', 'Account of the person who approves, another one.'),
    )
    .option('--confirm', say('Nhập thật; không có thì chỉ kiểm tra.', 'Import; without it the file is only checked.'))
    .description(say('Nhập số liệu cũ của nhiều đơn vị, nhiều tháng.', 'Import old figures of many units and months.'))
    .action(
      run(async ({ migrateUrl }, _, file: string, options: ImportFiguresOptions) => {
        await requireSchema(migrateUrl);
        await importFigureFile(migrateUrl, file, options, output);
      }),
    );
  importing
    .command('boundaries')
    .argument('<file>', say('Tệp GeoJSON có mã đơn vị chính thức.', 'A GeoJSON file with official codes.'))
    .option('--source <text>', say('Nguồn công bố, ghi dưới bản đồ.', 'Who published it, said under maps.'))
    .option('--confirm', say('Nhập thật; không có thì chỉ xem trước.', 'Import; without it only a preview is shown.'))
    .description(say('Nhập ranh giới tỉnh, xã để vẽ bản đồ.', 'Import boundaries of provinces and communes for maps.'))
    .action(
      run(async ({ migrateUrl }, _, file: string, options: { confirm?: boolean; source?: string }) => {
        await requireSchema(migrateUrl);
        await importBoundaryFile(
          migrateUrl,
          file,
          { confirm: options.confirm ?? false, source: options.source },
          output,
        );
      }),
    );
  addReportCommand(program, say, output, run);
  const verifying = program.command('verify').description(say('Kiểm tra.', 'Check.'));
  verifying
    .command('figures')
    .description(say('Tính lại mọi số tổng hợp từ số đã duyệt.', 'Recount every total from the approved figures.'))
    .action(
      run(({ migrateUrl }) =>
        withSchema(migrateUrl, () => withOwner(migrateUrl, (db) => verifyAllFigures(db, output))),
      ),
    );
  verifying
    .command('retention')
    .description(
      say(
        'Kiểm tra nội dung nguồn tin đã hủy đúng hạn, không còn sót.',
        'Check that contents of tips were destroyed in time, with nothing left.',
      ),
    )
    .action(
      run(({ migrateUrl }) =>
        withSchema(migrateUrl, () => withOwner(migrateUrl, (db) => verifyTipRetention(db, output))),
      ),
    );
  verifying
    .command('audit')
    .description(
      say(
        'Kiểm tra nhật ký: không dòng nào bị sửa, xoá, chèn.',
        'Check the history: no line edited, deleted or inserted.',
      ),
    )
    .action(
      run(({ migrateUrl }, config) =>
        withSchema(migrateUrl, () => withOwner(migrateUrl, (db) => verifyHistory(config, db, output))),
      ),
    );
}

function addReportCommand(program: Command, say: Say, output: Output, run: Run): void {
  program
    .command('report')
    .description(say('Báo cáo sơ kết, tổng kết của một đơn vị.', 'The review report of a unit.'))
    .requiredOption('--unit <code>', say('Mã đơn vị, hoặc MÃ@NGÀY.', 'Code of the unit, or CODE@DATE.'))
    .requiredOption('--from <month>', say('Tháng đầu, YYYY-MM.', 'First month, YYYY-MM.'), parseMonth)
    .requiredOption('--to <month>', say('Tháng cuối, YYYY-MM.', 'Last month, YYYY-MM.'), parseMonth)
    .addOption(
      new Option(
        '--view <view>',
        say('then: địa giới thời đó; today: địa giới hiện nay.', 'then: units of that time; today: units of today.'),
      )
        .choices(['then', 'today'])
        .default('then'),
    )
    .option(
      '--as-known-on <day>',
      say(
        'Chỉ số đã duyệt đến hết ngày này, YYYY-MM-DD.',
        'Only what was approved by the end of this day, YYYY-MM-DD.',
      ),
      parseDay,
    )
    .addOption(
      new Option('--format <format>', say('Dạng báo cáo.', 'Form of the report.'))
        .choices(['json', 'docx'])
        .default('json'),
    )
    .addOption(
      new Option(
        '--language <language>',
        say('Ngôn ngữ của json; docx luôn bằng tiếng Việt.', 'Language of json; docx is always Vietnamese.'),
      )
        .choices(['vi', 'en'])
        .default('vi'),
    )
    .option(
      '--out <file>',
      say(
        'Tệp kết quả; không có thì ghi ra màn hình (chỉ json).',
        'File to write; without it the answer goes to stdout (json only).',
      ),
    )
    .action(
      run(({ migrateUrl }, _, options: ReportOptions) =>
        withSchema(migrateUrl, () => withOwner(migrateUrl, (db) => printReport(db, options, output))),
      ),
    );
}

async function migrateAll(addresses: Addresses, { out, tell }: Output): Promise<void> {
  await prepareGround(addresses, (line) => tell({ vi: line, en: line }));
  const applied = await withSchema(addresses.migrateUrl, async (migrations) => migrations);
  out(toJson({ migrations: applied.map(({ name }) => name) }));
  tell({ vi: 'Cơ sở dữ liệu đã sẵn sàng.', en: 'The database is ready.' });
}

async function restoreAll(
  addresses: Addresses,
  config: Config,
  file: string,
  replace: boolean,
  { out, tell }: Output,
): Promise<void> {
  await migrate(addresses.migrateUrl, addresses.runUrl);
  await installJobs(addresses.migrateUrl, addresses.runUrl);
  const report = await restoreBackup({ migrateUrl: addresses.migrateUrl, files: filesOf(config) }, file, { replace });
  // The keys of the seals come along, so that the restored history can be checked here.
  await withOwner(addresses.migrateUrl, async (db) => {
    for (const key of await db.selectFrom('auditKeys').select(['fingerprint', 'publicKey']).execute()) {
      keepPublicKey(keysFolderOf(config), key);
    }
  });
  out(toJson(report));
  tell({ vi: 'Đã khôi phục. Mọi người cần đăng nhập lại.', en: 'Restored. Everybody has to sign in again.' });
}

async function requireSchema(migrateUrl: string): Promise<void> {
  await withSchema(migrateUrl, async () => undefined);
}

/** Refuses a database that was never migrated, instead of failing at its first table. */
async function withSchema<T>(
  migrateUrl: string,
  act: (migrations: Awaited<ReturnType<typeof readMigrations>>) => Promise<T>,
): Promise<T> {
  const client = await openClient(migrateUrl);
  const migrations = await readMigrations(client).finally(() => client.end());
  return act(migrations);
}

function parseMonth(text: string): string {
  if (!isMonth(text)) throw new InvalidArgumentError('YYYY-MM');
  return text;
}

function parseDay(text: string): string {
  if (!isDay(text)) throw new InvalidArgumentError('YYYY-MM-DD');
  return text;
}

function listCommands(command: Command): Command[] {
  return [command, ...command.commands.flatMap(listCommands)];
}
