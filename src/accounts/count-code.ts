import type { Act } from '../act.ts'
import { type Instant, instant } from '../dates.ts'
import { atomically } from '../db/atomically.ts'
import { sha256 } from '../id.ts'
import { codeCeilings, standings } from '../limits/ceiling.ts'
import { type Limit, limitsOf, notYet } from '../limits/limit.ts'
import { counted, limitReached, notCounted } from '../limits/store.ts'
import { ok } from '../result.ts'
import { knownFor, standingOf } from './browser-store.ts'
import { type CodeRefusal, codeLimits, networkOf, widerNetworkOf } from './sign-in.ts'
import { mailBusy, slotFree, takeSlot } from './slot-store.ts'
import { type Asker, giveTurnBack, refusedCode, settleDraw, turnHasCome, useTurn } from './turn-store.ts'

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

/** What was counted for a code, to be taken back should it not go; `goesAt`: when it may be sent, at the earliest. */
export type Counting = { ids: number[]; asker: Asker; goesAt: Instant }

const countings = async (ask: CodeAsk) => {
  const network = ask.network === undefined ? 'unknown' : networkOf(ask.network)
  const browser = ask.knownToken === undefined ? '' : await sha256(ask.knownToken)
  const wider = ask.network === undefined ? undefined : await sha256(widerNetworkOf(ask.network))
  const asker: Asker = {
    email: ask.email,
    addressKey: `code:address:${await sha256(ask.email)}`,
    pairKey: `code:pair:${await sha256(`${ask.email}\n${network}`)}`,
    widerKey: `code:wider:${await sha256(`${ask.email}\n${ask.network === undefined ? network : widerNetworkOf(ask.network)}`)}`,
    browser,
  }
  const own = ask.own ?? []
  return {
    asker,
    wider,
    known: [...limitsOf(`code:browser:${await sha256(`${ask.email}\n${browser}`)}`, codeLimits.browser), ...own],
    others: [...limitsOf(asker.pairKey, codeLimits.pair), ...(await networkLimits(ask.network)), ...own],
    address: [
      ...limitsOf(asker.addressKey, codeLimits.address),
      ...(wider === undefined ? [] : limitsOf(asker.widerKey, codeLimits.wider)),
    ],
    ceilings: codeCeilings(ask.mailsPerDay, wider),
  }
}

/**
 * Writes what makes a code, if one more may be asked for, in the batch that counts it. An address and a network together have a few codes,
 * and a network has some. A browser in which an address that the council knows has signed in has its own few, which nobody else can spend. Everybody else shares
 * what is left of the address, one wider network no more than a part; beyond it codes are given by lot, so that nobody is kept out. All of them
 * together, and one wider network, spend only their shares of the mail plan, and go to the provider one after another.
 *
 * @param statements what is to be written, given the keys by which the asker is counted
 */
export const writeCode = async (
  act: Act,
  ask: CodeAsk,
  statements: (asker: Asker) => D1PreparedStatement[],
): Promise<{ ok: true; value: Counting } | CodeRefusal> => {
  const { asker, wider, known, others, address, ceilings } = await countings(ask)
  const { browser, email, addressKey, pairKey } = asker
  const { db, now } = act
  const n = ask.mails ?? 1
  const isKnown = knownFor('?3', '?4')
  const counts = [
    counted(db, now, known, isKnown, browser, email),
    counted(db, now, others, `NOT ${isKnown}`, browser, email),
    counted(db, now, address, `NOT ${isKnown} AND NOT ${turnHasCome('?5', '?6', '?2')}`, browser, email, addressKey, pairKey),
    ...standings.map((standing) =>
      counted(
        db,
        now,
        ceilings[standing].map((limit) => ({ ...limit, n })),
        `NOT ${isKnown} AND ${standingOf('?4')} = '${standing}'`,
        browser,
        email,
      ),
    ),
  ]
  // Where nobody says from which network, on one's own computer, there is no provider to be spared.
  const slots = wider === undefined ? [] : [takeSlot(db, now, asker, wider)]
  const written = await atomically(db, [settleDraw(db, now, asker), ...counts, ...slots, ...statements(asker), useTurn(db, now, asker)], {
    [limitReached]: 'limit_reached',
    [mailBusy]: 'mail_busy',
  } as const)
  if (written.ok) {
    const rows = written.value
      .slice(1, 1 + counts.length + slots.length)
      .flatMap(({ results }) => results as { id?: number; at?: Instant }[])
    return ok({
      ids: rows.flatMap(({ id }) => (id === undefined ? [] : [id])),
      asker,
      goesAt: rows.find(({ at }) => at !== undefined)?.at ?? instant(now),
    })
  }
  if (written.reason === 'mail_busy') return notYet('mail_busy', await slotFree(db, now, asker, wider ?? ''))
  const { until, ceilingUntil, turnAt, latest } = await refusedCode(db, now, asker, { known, others, address }, ceilings)
  if (until) return notYet('too_many_codes', until)
  if (ceilingUntil) return notYet('ceiling_reached', ceilingUntil)
  return turnAt ? { ...notYet('turn_kept', turnAt), latest } : notYet('too_many_codes', instant(now))
}

/** Takes back what was counted for a code that did not go: it stands against neither the person nor the network, and a turn is theirs again. */
export const takeBack = async ({ db, now }: Act, { ids, asker }: Counting, ...more: D1PreparedStatement[]): Promise<void> => {
  await db.batch([notCounted(db, ids), giveTurnBack(db, now, asker), ...more])
}
