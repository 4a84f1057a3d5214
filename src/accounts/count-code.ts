import type { Act } from '../act.ts'
import { instant } from '../dates.ts'
import { atomically } from '../db/atomically.ts'
import { sha256 } from '../id.ts'
import { codeCeilings, standings } from '../limits/ceiling.ts'
import { type Limit, limitsOf, notYet } from '../limits/limit.ts'
import { counted, limitReached } from '../limits/store.ts'
import { ok } from '../result.ts'
import { knownFor, standingOf } from './browser-store.ts'
import { type CodeRefusal, codeLimits, networkOf, widerNetworkOf } from './sign-in.ts'
import { type Asker, refusedCode, turnHasCome, useTurn } from './turn-store.ts'

/**
 * `email`: whose mailbox the code goes to; `network`: the internet address that asks, undefined when nobody says; `knownToken`: of the
 * cookie by which a browser is known. `own`: limits of whoever asks besides, whatever browser they use;
 * `mailsPerDay`: what the mail plan allows; `mails`: how many messages go out, one unless it says otherwise.
 */
export type CodeAsk = {
  email: string
  network: string | undefined
  knownToken: string | undefined
  own?: readonly Limit[]
  mailsPerDay: number
  mails?: number
}

const networkLimits = async (address: string | undefined): Promise<Limit[]> => {
  if (address === undefined) return []
  const limits = limitsOf(`code:network:${await sha256(networkOf(address))}`, codeLimits.network)
  if (!address.includes(':')) return limits
  return [
    ...limits,
    ...limitsOf(`code:network:${await sha256(networkOf(address, 56))}`, codeLimits.network56),
    ...limitsOf(`code:network:${await sha256(networkOf(address, 48))}`, codeLimits.network48),
  ]
}

/**
 * Writes what makes a code, if one more may be asked for, in the batch that counts it. An address and a network together have a few codes,
 * and a network has some. A browser in which the address has signed in has its own few, which nobody else can spend. Everybody else shares
 * what is left of the address, one wider network no more than a part; beyond it codes are given by lot, so that nobody is kept out. All of them together, and one
 * wider network, spend only their shares of the mail plan.
 *
 * @param statements what is to be written, given the keys by which the asker is counted
 */
export const writeCode = async (
  act: Act,
  ask: CodeAsk,
  statements: (asker: Asker) => D1PreparedStatement[],
): Promise<{ ok: true; value: undefined } | CodeRefusal> => {
  const network = ask.network === undefined ? 'unknown' : networkOf(ask.network)
  const browser = ask.knownToken === undefined ? '' : await sha256(ask.knownToken)
  const addressKey = `code:address:${await sha256(ask.email)}`
  const pairKey = `code:pair:${await sha256(`${ask.email}\n${network}`)}`
  const widerKey = `code:wider:${await sha256(`${ask.email}\n${ask.network === undefined ? network : widerNetworkOf(ask.network)}`)}`
  const asker: Asker = { email: ask.email, addressKey, pairKey, widerKey, browser }
  const own = ask.own ?? []
  const others: Limit[] = [...limitsOf(pairKey, codeLimits.pair), ...(await networkLimits(ask.network)), ...own]
  const known: Limit[] = [...limitsOf(`code:browser:${await sha256(`${ask.email}\n${browser}`)}`, codeLimits.browser), ...own]
  const address = [...limitsOf(addressKey, codeLimits.address), ...(ask.network === undefined ? [] : limitsOf(widerKey, codeLimits.wider))]
  const n = ask.mails ?? 1
  const ceilings = codeCeilings(ask.mailsPerDay, ask.network === undefined ? undefined : await sha256(widerNetworkOf(ask.network)))
  const { db, now } = act
  const isKnown = knownFor('?3', '?4')
  const written = await atomically(
    db,
    [
      counted(db, now, known, isKnown, browser, ask.email),
      counted(db, now, others, `NOT ${isKnown}`, browser, ask.email),
      counted(db, now, address, `NOT ${isKnown} AND NOT ${turnHasCome('?5', '?2')}`, browser, ask.email, pairKey),
      ...standings.map((standing) =>
        counted(
          db,
          now,
          ceilings[standing].map((limit) => ({ ...limit, n })),
          `NOT ${isKnown} AND ${standingOf('?4')} = '${standing}'`,
          browser,
          ask.email,
        ),
      ),
      ...statements(asker),
      useTurn(db, now, asker),
    ],
    { [limitReached]: 'limit_reached' } as const,
  )
  if (written.ok) return ok(undefined)
  const { until, ceilingUntil, turnAt } = await refusedCode(db, now, asker, { known, others, address }, ceilings)
  if (until) return notYet('too_many_codes', until)
  if (ceilingUntil) return notYet('ceiling_reached', ceilingUntil)
  return turnAt ? notYet('turn_kept', turnAt) : notYet('too_many_codes', instant(now))
}
