import type { Act } from '#base/act.ts'
import { instant, londonDay } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { stillHolds } from '#people/accounts/role-store.ts'
import { type BatchKind, heldFor, type MakeRefusal, mostLines, sortLines, totalsOf } from './batch.ts'
import { fileWithin, mostBytes } from './file-format.ts'
import { inRequests, requestsOf } from './new-request.ts'
import { keptFile, linesForFile, madeOfSame, readForFile, selectNumber } from './store.ts'

type Ask = { kind: BatchKind; numbers: readonly number[]; joined?: boolean | undefined }

/**
 * Makes a file of the previewed lines in one batch. Does nothing if a line may no longer go or is
 * in another file; a second press returns the first file. @param ask.joined requests only: join by
 * payer and event; default as set @returns the file's number
 */
export const makeFile = async (act: Act, ask: Ask): Promise<Result<number, MakeRefusal>> => {
  const result = await makeOnce(act, ask)
  if (result.ok || result.reason !== 'changed_meanwhile') return result
  const before = await madeOfSame(act, ask.kind, [...new Set(ask.numbers)])
  return before === undefined ? result : ok(before)
}

const makeOnce = async (act: Act, ask: Ask): Promise<Result<number, MakeRefusal>> => {
  const { kind } = ask
  const wanted = new Set(ask.numbers)
  if (wanted.size === 0) return refuse('nothing_chosen')
  if (wanted.size > mostLines) return refuse('too_many')
  const { pending, needed, columns, format, lastRequest } = await readForFile(act.db, kind, instant(act.now))
  const held = heldFor(needed)
  const { going } = sortLines(pending, (line) => (wanted.has(line.number) ? held(line) : ['not_chosen']))
  if (going.length !== wanted.size) return refuse('changed_meanwhile')
  const numbers = going.map((line) => line.number)
  const read = await linesForFile(act.db, numbers)
  if (read.length !== numbers.length) return refuse('changed_meanwhile')
  const joined = ask.joined ?? format.joined
  const requests = kind === 'journal' ? [] : requestsOf(read, lastRequest, joined).map((request) => ({ ...request, id: newId(act.now) }))
  const lines = kind === 'journal' ? read : inRequests(read, requests)
  const totals = totalsOf(lines)
  const id = newId(act.now)
  const content = fileWithin(mostBytes, columns, lines, format, londonDay(act.now))
  if (content === undefined) return refuse('too_large')
  const number = selectNumber(act.db, id)
  const result = await atomically(
    act.db,
    [
      stillHolds(act, ['finance', 'administrator']),
      ...keptFile(act, { id, kind, numbers, seen: pending.at(-1)?.number ?? 0, totals, content, requests }),
      logged(act, {
        act: kind === 'journal' ? 'journal.made' : 'invoice_requests.made',
        subject: ['export_batch', id],
        after: { ...totals, ...(kind === 'journal' ? {} : { requests: new Set(requests.map(({ reference }) => reference)).size }) },
      }),
      ...number.statements,
    ],
    {
      [guardBroken]: 'changed_meanwhile' as const,
      number_taken: 'changed_meanwhile' as const,
      request_number_taken: 'changed_meanwhile' as const,
      'FinanceFileLine.lineNumber': 'changed_meanwhile' as const,
    },
  )
  return result.ok ? ok(number.from(result.value.slice(-1))) : result
}
