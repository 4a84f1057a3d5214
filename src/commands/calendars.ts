// `npm run calendars -- FOLDER`: writes the calendar entry of each local message into the folder,
// as the .ics file that was attached, for other programs to check (.ci/check-calendars.py).
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fail, optionsOf } from './options.ts'
import { withMuster } from './running.ts'

type Page = { entries: { id: string; kind: string; method: string; ics: string }[]; next: number | null }

const usage = 'Say into which folder: npm run calendars -- FOLDER'
const [folder, ...more] = optionsOf(usage, { allowPositionals: true }).positionals
if (folder === undefined || more.length > 0) throw fail(usage)
if (existsSync(folder) && readdirSync(folder).length > 0) fail(`${folder} is not empty.`)
mkdirSync(folder, { recursive: true })

const counts = await withMuster(async ({ url, token }) => {
  const counts: Record<string, number> = {}
  for (let after: number | null = 0; after !== null; ) {
    const answer: Response = await fetch(`${url}/dev/commands/calendars?after=${after}`, { headers: { 'x-muster-token': token } })
    if (!answer.ok) throw new Error(`The calendars were answered with ${answer.status}`)
    const { entries, next } = (await answer.json()) as Page
    for (const { id, kind, method, ics } of entries) {
      writeFileSync(join(folder, `${id}.${kind}.${method.toLowerCase()}.ics`), Buffer.from(ics, 'base64'))
      counts[method] = (counts[method] ?? 0) + 1
    }
    after = next
  }
  return counts
})
const counted = Object.entries(counts).map(([method, count]) => `${count} ${method}`)
console.log(counted.length > 0 ? `${counted.join(', ')} in ${folder}` : 'There is no message with a calendar entry.')
