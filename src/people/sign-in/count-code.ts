import type { Act } from '#base/act.ts'
import { type Instant, instant } from '#base/dates.ts'
import { atomically } from '#base/db/atomically.ts'
import { sha256 } from '#base/id.ts'
import { codeCeilings, standings } from '#base/limits/ceiling.ts'
import { type Limit, limitsOf, type NotYet, notYet } from '#base/limits/limit.ts'
import { counted, limitedUntil, limitReached, notCounted } from '#base/limits/store.ts'
import { ok } from '#base/result.ts'
import { knownAtAll, knownFor, standingOf } from './browser-store.ts'
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

/** What was counted when a code was asked for; `network`: its limits held for whoever asked. */
export type AskCount = { ids: number[]; network: boolean }

/** What was counted for a code, to be taken back should it not go; `goesAt`: when it may be sent, at the earliest. */
export type Counting = { ids: number[]; asker: Asker; goesAt: Instant }

/**
 * Counts that a code is asked for, in the batch of `statements`: against the network, and against `own`. It looks at nothing that the address
 * is or has, so that its refusal says nothing of it. For a browser in which anybody has signed in before the network waits until `writeCode`.
 */
export const countAsk = async (
  act: Act,
  ask: CodeAsk,
  statements: D1PreparedStatement[],
): Promise<{ ok: true; value: AskCount } | NotYet<'too_many_codes'>> => {
  const { db, now } = act
  const network = await networkLimits(ask.network)
  const own = ask.own ?? []
  const browser = await browserOf(ask)
  const written = await atomically(
    db,
    [counted(db, now, network, `NOT ${knownAtAll('?3')}`, browser), counted(db, now, own), ...statements],
    { [limitReached]: 'limit_reached' } as const,
  )
  if (!written.ok) return notYet('too_many_codes', (await limitedUntil(db, now, [...network, ...own])) ?? instant(now))
  const [ofNetwork = [], ofOwn = []] = written.value.slice(0, 2).map(({ results }) => (results as { id: number }[]).map(({ id }) => id))
  return ok({ ids: [...ofNetwork, ...ofOwn], network: ofNetwork.length > 0 })
}

const browserOf = async ({ knownToken }: CodeAsk): Promise<string> => (knownToken === undefined ? '' : sha256(knownToken))

const countings = async (ask: CodeAsk, asked: AskCount) => {
  const network = ask.network === undefined ? 'unknown' : networkOf(ask.network)
  const wider = ask.network === undefined ? undefined : await sha256(widerNetworkOf(ask.network))
  const browser = await browserOf(ask)
  const asker: Asker = {
    email: ask.email,
    addressKey: `code:address:${await sha256(ask.email)}`,
    pairKey: `code:pair:${await sha256(`${ask.email}\n${network}`)}`,
    widerKey: `code:wider:${await sha256(`${ask.email}\n${ask.network === undefined ? network : widerNetworkOf(ask.network)}`)}`,
    browser,
  }
  return {
    asker,
    wider,
    known: limitsOf(`code:browser:${await sha256(`${ask.email}\n${browser}`)}`, codeLimits.browser),
    others: [...limitsOf(asker.pairKey, codeLimits.pair), ...(asked.network ? [] : await networkLimits(ask.network))],
    address: [
      ...limitsOf(asker.addressKey, codeLimits.address),
      ...(wider === undefined ? [] : limitsOf(asker.widerKey, codeLimits.wider)),
    ],
    ceilings: codeCeilings(ask.mailsPerDay, wider),
  }
}

/**
 * Writes what gives a code, if the address may have one more, in the batch that counts it. An address and a network together have a few codes,
 * and a network has some. A browser in which an address that the council knows has signed in has its own few, which nobody else can spend. Everybody else shares
 * what is left of the address, one wider network no more than a part; beyond it codes are given by lot, so that nobody is kept out. All of them
 * together, and one wider network, spend only their shares of the mail plan, and go to the provider one after another.
 *
 * @param asked what was counted when it was asked for
 * @param statements what is to be written, given the keys by which the asker is counted
 */
export const writeCode = async (
  act: Act,
  ask: CodeAsk,
  asked: AskCount,
  statements: (asker: Asker) => D1PreparedStatement[],
): Promise<{ ok: true; value: Counting } | CodeRefusal> => {
  const { asker, wider, known, others, address, ceilings } = await countings(ask, asked)
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
      ids: [...asked.ids, ...rows.flatMap(({ id }) => (id === undefined ? [] : [id]))],
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
