import type { Act } from '#base/act.ts'
import { instant, londonDay } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { readTogether } from '#base/db/read.ts'
import { newId, sha256 } from '#base/id.ts'
import { type ListRefusal, type Plan, readList } from '#base/list/plan.ts'
import { loggedAll } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { proposeStatements } from '#money/ledger/proposal-store.ts'
import { secondPersonFrom } from '#money/ledger/second-person.ts'
import { selectSetting } from '#money/ledger/setting-store.ts'
import { stillHolds } from '#people/accounts/role-store.ts'
import {
  columnsOf,
  type KnownForMarks,
  type MarkAsk,
  type MarkRefusal,
  mostMarks,
  type PlannedMark,
  planMarks,
  readMark,
  wholeSource,
} from './mark.ts'
import { standingOf } from './request.ts'
import { insertMarks, noneRejected, nothingSince, selectBeside, selectSources } from './request-store.ts'

const knownFor = async (act: Act, references: readonly string[]): Promise<KnownForMarks> => {
  const wanted = [...new Set(references.map((reference) => reference.toUpperCase().replaceAll(/\s/g, '')).filter((text) => text !== ''))]
  const { beside, known, set } = await readTogether(act.db, {
    beside: selectBeside(act.db, wanted),
    known: selectSources(act.db, wanted),
    set: selectSetting(act.db, 'second_person'),
  })
  return {
    requests: new Map(
      standingOf(beside, instant(act.now)).map((request) => [
        request.reference,
        {
          ...request,
          parts: request.parts.map((part) => ({ ...part, waiting: known.waiting.get(`${part.reference} ${part.bookingId}`) ?? 0 })),
        },
      ]),
    ),
    sources: known.sources,
    secondPerson: secondPersonFrom(set?.value),
  }
}

/** True also when the payment is for one booking of a joined request. */
const isJoined = ({ parts }: MarkAsk): boolean => parts.some(({ source }) => source !== wholeSource(source))

/** In one batch; a known source is left as it is. Large payments wait for a second person. */
const post = (act: Act, all: readonly MarkAsk[]) => {
  const marks = all.filter(({ waits }) => !waits)
  return atomically(
    act.db,
    [
      stillHolds(act, ['finance', 'administrator']),
      noneRejected(
        act.db,
        all.flatMap(({ parts }) => parts.map(({ requestId }) => requestId)),
      ),
      nothingSince(
        act.db,
        all.filter(isJoined).flatMap(({ parts }) => parts),
      ),
      ...(marks.length > 0 ? [insertMarks(act, marks)] : []),
      ...all.filter(({ waits }) => waits).flatMap((mark) => proposing(act, mark)),
      loggedAll(
        act,
        marks.flatMap((mark) =>
          mark.parts.map(({ requestId, pence }) => ({
            act: 'invoice_request.paid',
            subject: ['invoice_request', requestId] as const,
            after: { reference: mark.reference, pence, on: mark.happenedOn },
          })),
        ),
      ),
    ],
    {
      [guardBroken]: 'not_finance' as const,
      second_person_needed: 'changed_meanwhile' as const,
      'MoneyProposal.source': 'changed_meanwhile' as const,
    },
  )
}

/** A large payment is proposed as one: its parts are decided together. */
const proposing = (act: Act, { payerId, parts, happenedOn, payment }: MarkAsk): SqlStatement[] => {
  const asks = parts.map(({ bookingId, pence, source }) => ({ id: newId(act.now), bookingId, pence, source }))
  const togetherId = asks.length > 1 ? asks[0]?.id : undefined
  return asks.flatMap(({ id, bookingId, pence, source }) =>
    proposeStatements(act, {
      id,
      kind: 'payment',
      payerId,
      bookingId,
      pence,
      vatPence: 0,
      reason: payment,
      togetherId,
      waits: { happenedOn, source },
    }),
  )
}

/** Previews a file of paid marks; writes nothing. One round trip. */
export const planPaidMarks = async (act: Act, text: string): Promise<Result<Plan<PlannedMark>, ListRefusal>> => {
  const list = readList(text, mostMarks, (_, columns) => Object.values(columnsOf(columns)).every(Boolean))
  if (!list.ok) return list
  const columns = Object.keys(list.value[0]?.cells ?? {})
  const { reference = '' } = columnsOf(columns)
  const known = await knownFor(
    act,
    list.value.map(({ cells }) => cells[reference] ?? ''),
  )
  const planned = planMarks(list.value, columns, known, londonDay(act.now))
  const state = await sha256(JSON.stringify(planned.map((row) => (row.outcome === 'added' ? [row.mark, row.left] : row.reason))))
  return ok({ planned, state })
}

/** Posts the payments that `planPaidMarks` previewed; does nothing if anything changed since. */
export const importPaidMarks = async (
  act: Act,
  ask: { text: string; state: string },
): Promise<Result<{ marked: number; pence: number; waiting: number }, ListRefusal | 'changed_meanwhile' | 'nothing_to_do'>> => {
  const plan = await planPaidMarks(act, ask.text)
  if (!plan.ok) return plan
  const marks = plan.value.planned.flatMap((row) => (row.outcome === 'added' ? [row.mark] : []))
  if (marks.length === 0) return refuse('nothing_to_do')
  if (plan.value.state !== ask.state) return refuse('changed_meanwhile')
  if (!(await post(act, marks)).ok) return refuse('changed_meanwhile')
  const counted = marks.filter(({ waits }) => !waits)
  return ok({
    marked: counted.length,
    pence: counted.reduce((sum, mark) => sum + mark.pence, 0),
    waiting: marks.length - counted.length,
  })
}

/** In whole, in part or over; a large payment `waits` for a second person. */
export const markPaid = async (
  act: Act,
  ask: { reference: string; amount: string; date: string; payment: string },
): Promise<Result<{ left: number; waits: boolean }, MarkRefusal | 'changed_meanwhile'>> => {
  const read = readMark(ask, await knownFor(act, [ask.reference]), londonDay(act.now))
  if ('reason' in read) return refuse(read.reason)
  const { mark, outstanding } = read
  const posted = await post(act, [mark])
  if (!posted.ok && isJoined(mark)) {
    const again = (await knownFor(act, [ask.reference])).requests.get(mark.reference)
    if (
      again &&
      !again.rejected &&
      again.parts.some(({ id, seen }) => mark.parts.some((part) => part.requestId === id && part.seen < seen))
    )
      return refuse('changed_meanwhile')
  }
  // Answer as if it did not exist to somebody who has left finance.
  if (!posted.ok) return refuse(posted.reason === 'not_finance' ? 'reference_unknown' : posted.reason)
  return ok({ left: outstanding - (mark.waits ? 0 : mark.pence), waits: mark.waits })
}
