// `npm run deploy [-- --env NAME]`: refuses what is still the example's and a database of
// another version, and deploys.
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { unstable_readConfig as readConfig } from 'wrangler'
import { anotherVersion } from '#base/db/version.ts'
import { isOfThisVersion } from './data-version.ts'
import { whyNotDeploy } from './deployable.ts'
import { optionsOf } from './options.ts'
import { root } from './settings.ts'
import { askDatabase, remoteDatabase, wranglerPath } from './wrangler.ts'

const { values } = optionsOf('Say: npm run deploy [-- --env NAME]', { options: { env: { type: 'string', default: '' } } })
const config = readConfig({ config: join(root, 'wrangler.toml'), ...(values.env === '' ? {} : { env: values.env }) })
const why = whyNotDeploy(config)
if (why.length > 0) {
  console.error(['Not deployed. In wrangler.toml:', ...why.map((sentence) => `- ${sentence}`)].join('\n'))
  process.exit(1)
}
const reached = remoteDatabase(values.env === '' ? undefined : values.env)
if (!isOfThisVersion(root, (sql) => askDatabase(reached, [sql])[0] ?? [])) {
  console.error(`Not deployed. ${anotherVersion}`)
  process.exit(1)
}
execFileSync(process.execPath, [join(root, 'src/commands/generate.ts')], { cwd: root, stdio: 'inherit' })
// Without an environment wrangler would only warn that there are several.
execFileSync(process.execPath, [wranglerPath, 'deploy', '--minify', `--env=${values.env}`], { cwd: root, stdio: 'inherit' })
