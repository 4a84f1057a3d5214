import type { Act } from '#base/act.ts'
import { type Instant, instant } from '#base/dates.ts'
import { atomically } from '#base/db/atomically.ts'
import { sha256 } from '#base/id.ts'
import { codeCeilings, standings } from '#base/limits/ceiling.ts'
import { type Limit, limitsOf, type NotYet, notYet } from '#base/limits/limit.ts'
import { counted, limitedUntil, limitReached, notCounted } from '#base/limits/store.ts'
import { ok } from '#base/result.ts'
import { isKnownBrowser, isKnownBrowserFor, standingOf } from './browser-store.ts'
import { type CodeRefusal, codeLimits, networkOf, widerNetworkOf } from './sign-in.ts'
import { mailBusy, slotFree, takeSlot } from './slot-store.ts'
import { type Asker, giveTurnBack, refusedCode, settleDraw, turnHasCome, useTurn } from './turn-store.ts'

/**
 * `email`: the code's recipient; `network`: the client's IP address, if known; `knownToken`: the
 * known browser's cookie; `own`: further limits of the asker; `mailsPerDay`: the mail plan's;
 * `mails`: messages to send, one by default.
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

/** What was counted when asking; `network`: its limits applied. */
export type CountedAsk = { ids: number[]; network: boolean }

/** What was counted for a code, to undo if it is not sent; `goesAt`: when it may be sent. */
export type CountedCode = { ids: number[]; asker: Asker; goesAt: Instant }

/**
 * Counts that a code is asked for, in the batch of `statements`, against `network` and `own`.
 * Ignores the address, so a refusal reveals nothing of it. For a known browser the network is
 * counted in `writeCode`.
 */
export const countAsk = async (
  act: Act,
  ask: CodeAsk,
  statements: D1PreparedStatement[],
): Promise<{ ok: true; value: CountedAsk } | NotYet<'too_many_codes'>> => {
  const { db, now } = act
  const network = await networkLimits(ask.network)
  const own = ask.own ?? []
  const browser = await browserOf(ask)
  const written = await atomically(
    db,
    [counted(db, now, network, `NOT ${isKnownBrowser('?3')}`, browser), counted(db, now, own), ...statements],
    { [limitReached]: 'limit_reached' } as const,
  )
  if (!written.ok) return notYet('too_many_codes', (await limitedUntil(db, now, [...network, ...own])) ?? instant(now))
  const [ofNetwork = [], ofOwn = []] = written.value.slice(0, 2).map(({ results }) => (results as { id: number }[]).map(({ id }) => id))
  return ok({ ids: [...ofNetwork, ...ofOwn], network: ofNetwork.length > 0 })
}

const browserOf = async ({ knownToken }: CodeAsk): Promise<string> => (knownToken === undefined ? '' : sha256(knownToken))

const countings = async (ask: CodeAsk, asked: CountedAsk) => {
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
 * Gives a code in the batch that counts it, within limits per address, network and known browser;
 * beyond the address's a draw decides. All share the mail plan and send in turn. @param asked as
 * counted when asking @param statements to write, given the asker's keys
 */
export const writeCode = async (
  act: Act,
  ask: CodeAsk,
  asked: CountedAsk,
  statements: (asker: Asker) => D1PreparedStatement[],
): Promise<{ ok: true; value: CountedCode } | CodeRefusal> => {
  const { asker, wider, known, others, address, ceilings } = await countings(ask, asked)
  const { browser, email, addressKey, pairKey } = asker
  const { db, now } = act
  const n = ask.mails ?? 1
  const isKnown = isKnownBrowserFor('?3', '?4')
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
  // Without a known network (on a developer's machine) no mail provider has to be spared.
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

/** Undoes the counts of a code that was not sent, and returns its turn. */
export const takeBack = async ({ db, now }: Act, { ids, asker }: CountedCode, ...more: D1PreparedStatement[]): Promise<void> => {
  await db.batch([notCounted(db, ids), giveTurnBack(db, now, asker), ...more])
}
