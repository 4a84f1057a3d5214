// `npm run audit [-- --json]`: checks what must always be true of the stored data. Exits 2 when
// something is not, 3 when nothing is stored.
import { invariants } from '#upkeep/audit/audit.ts'
import { askAudit, auditCode, auditLines } from './auditing.ts'
import { withMuster } from './running.ts'

const unknown = process.argv.slice(2).filter((argument) => argument !== '--json')
if (unknown.length > 0) {
  console.error(`npm run audit knows only --json, not ${unknown.join(' ')}.`)
  process.exit(1)
}

const audit = await withMuster((at) => askAudit(at))
if (process.argv.includes('--json')) console.log(JSON.stringify(audit))
else {
  if (!audit.nothing) for (const { name, ok } of audit.invariants) if (ok) console.log(`holds   ${name}: ${invariants[name]}`)
  for (const line of auditLines(audit)) console.log(line)
}
process.exitCode = auditCode(audit)
