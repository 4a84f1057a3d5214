// The audit as commands ask for it and tell of it.
import { type Audit, invariants } from '#upkeep/audit/audit.ts'
import type { At } from './running.ts'

/** @param asAt an instant; now when undefined */
export const askAudit = async ({ url, token }: At, asAt?: string): Promise<Audit> => {
  const answer = await fetch(`${url}/dev/commands/audit${asAt === undefined ? '' : `?at=${encodeURIComponent(asAt)}`}`, {
    headers: { 'x-muster-token': token },
  })
  if (!answer.ok) throw new Error(`The audit was answered with ${answer.status}`)
  return (await answer.json()) as Audit
}

const brokenIn = ({ invariants: all }: Audit) => all.filter(({ ok }) => !ok)

/** 0: all holds. 2: something does not. 3: the database is empty, so there is nothing to check. */
export const auditCode = (audit: Audit): number => (brokenIn(audit).length > 0 ? 2 : audit.nothing ? 3 : 0)

/** What is broken, and otherwise one sentence. */
export const auditLines = (audit: Audit): string[] => {
  const broken = brokenIn(audit)
  if (broken.length > 0)
    return broken.flatMap(({ name, count, violations }) => [
      `BROKEN  ${name}: ${invariants[name]}`,
      `        ${count}: ${violations.join(', ')}${count > violations.length ? ', …' : ''}`,
    ])
  return audit.nothing
    ? ['The database holds no school, no event and no account: this was an audit of nothing.']
    : [`All ${audit.invariants.length} statements of the audit hold.`]
}
