// `npm run deploy [-- --env NAME] [--with-holes]`: refuses what is still the example's, a database
// of another version and packages with known holes, and deploys.
import { execFileSync, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { anotherVersion } from '#base/db/version.ts'
import { isOfThisVersion } from './data-version.ts'
import { holesIn, whyNotDeploy } from './deployable.ts'
import { fail, optionsOf } from './options.ts'
import { root } from './settings.ts'
import { askDatabase, configOf, remoteDatabase, wranglerPath } from './wrangler.ts'

const { values } = optionsOf('Say: npm run deploy [-- --env NAME] [--with-holes]', {
  options: { env: { type: 'string', default: '' }, 'with-holes': { type: 'boolean', default: false } },
})
const config = configOf(values.env || undefined)
const why = whyNotDeploy(config)
if (why.length > 0) fail(['Not deployed. In wrangler.toml:', ...why.map((sentence) => `- ${sentence}`)].join('\n'))
const asked = spawnSync('npm', ['audit', '--omit=dev', '--json'], { cwd: root, encoding: 'utf8', shell: process.platform === 'win32' })
const holes = holesIn(asked.stdout)
if (holes?.length !== 0 && !values['with-holes'])
  fail(
    `Not deployed. ${holes ? `npm audit knows of a critical or high hole in ${holes.join(', ')}` : 'The registry did not say whether packages have known holes'}. Say --with-holes to deploy all the same.`,
  )
const reached = remoteDatabase(values.env === '' ? undefined : values.env)
if (!isOfThisVersion(root, (sql) => askDatabase(reached, [sql])[0] ?? [])) fail(`Not deployed. ${anotherVersion}`)
execFileSync(process.execPath, [join(root, 'src/commands/generate.ts')], { cwd: root, stdio: 'inherit' })
// Without an environment wrangler would only warn that there are several.
execFileSync(process.execPath, [wranglerPath, 'deploy', '--minify', `--env=${values.env}`], { cwd: root, stdio: 'inherit' })
