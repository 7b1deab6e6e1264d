// After `npm install` has written package-lock.json: names in it the optional packages for other platforms that the
// registry did not serve. npm leaves those out, and `npm ci` then refuses the lock on every machine.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './setup.mjs';

const file = join(projectRoot, 'package-lock.json');
const lock = JSON.parse(readFileSync(file, 'utf8'));
const { packages } = lock;
const added = [];

for (const [path, { optionalDependencies, dev }] of Object.entries(packages)) {
  for (const [name, version] of Object.entries(path === '' ? {} : (optionalDependencies ?? {}))) {
    if (packages[`${path}/node_modules/${name}`] ?? packages[`node_modules/${name}`]) continue;
    const platform = platformOf(name);
    // An exact version is all that can be told without the registry.
    if (platform === undefined || !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version)) {
      console.error(`${name}@${version}, wanted by ${path}, is missing and has to be added by hand`);
      process.exitCode = 1;
      continue;
    }
    packages[`node_modules/${name}`] = { version, ...platform, ...(dev && { dev }), optional: true };
    added.push(name);
  }
}

lock.packages = Object.fromEntries(Object.entries(packages).toSorted(([a], [b]) => a.localeCompare(b, 'en')));
if (added.length > 0) writeFileSync(file, JSON.stringify(lock, undefined, 2) + '\n');
console.log(`${added.length} optional packages added to package-lock.json`);

/** What a name such as @oxfmt/binding-linux-x64-gnu says of its platform. */
function platformOf(name) {
  const found =
    /(android|darwin|freebsd|linux|openharmony|win32)-(arm64|arm|ia32|ppc64|riscv64|s390x|x64)(?:-(?:musl|gnu|msvc|\w*eabi\w*))?$/.exec(
      name,
    );
  if (found === null) return undefined;
  const libc = name.includes('musl') ? 'musl' : name.includes('gnu') ? 'glibc' : undefined;
  return { cpu: [found[2]], ...(found[1] === 'linux' && libc && { libc: [libc] }), os: [found[1]] };
}
