// `npm run audit [-- --json]`: asks the stored data whether what must always be true is true. Exits 2 when something is not.
import { type Audit, invariants } from '../audit/audit.ts'
import { withMuster } from './running.ts'

const unknown = process.argv.slice(2).filter((argument) => argument !== '--json')
if (unknown.length > 0) {
  console.error(`npm run audit knows only --json, not ${unknown.join(' ')}.`)
  process.exit(1)
}

const audit = await withMuster(async ({ url, token }): Promise<Audit> => {
  const answer = await fetch(`${url}/dev/commands/audit`, { headers: { 'x-muster-token': token } })
  if (!answer.ok) throw new Error(`The audit was answered with ${answer.status}`)
  return (await answer.json()) as Audit
})

if (process.argv.includes('--json')) console.log(JSON.stringify(audit))
else
  for (const { name, ok, count, violations } of audit.invariants) {
    console.log(`${ok ? 'holds ' : 'BROKEN'}  ${name}: ${invariants[name]}`)
    if (!ok) console.log(`        ${count}: ${violations.join(', ')}${count > violations.length ? ', …' : ''}`)
  }

if (audit.invariants.some(({ ok }) => !ok)) process.exitCode = 2
