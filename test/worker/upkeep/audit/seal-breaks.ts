// What breaks the protected record, each by itself.

import { anAct, anEvent, aSchool, run } from '#test/support/factories.ts'
import { sql } from '#test/support/row-of.ts'
import { add } from '#test/support/rows.ts'
import { aMark, firstSession } from '#test/worker/attendance/coverage/world.ts'
import type { SealedHashes, SealInvariant } from '#upkeep/audit/audit.ts'
import { sealRecord } from '#upkeep/seal/seal-record.ts'
import { signCheckpoint } from '#upkeep/seal/sign-checkpoint.ts'

type Event = Awaited<ReturnType<typeof anEvent>>
type World = { aSoundPlace: (event: Event, school: { id: string }) => Promise<{ placeId: string }> }

export const sealBreaks = ({ aSoundPlace }: World): Record<SealInvariant | SealedHashes, () => Promise<string>> => {
  const aMarkOf = async (held: string): Promise<string> => {
    const event = await anEvent({ startsAt: `${held}T08:30:00.000Z`, endsAt: `${held}T15:00:00.000Z` })
    const { placeId } = await aSoundPlace(event, await aSchool())
    return aMark(firstSession(event), { placeId }, 'attended')
  }
  /** A mark with its entry, of a day on which nothing else of these tests is. */
  const aSealedMark = async (on: string, held = on): Promise<string> => {
    const markId = await aMarkOf(held)
    await sealRecord(anAct({ now: new Date(`${on}T09:00:00.000Z`) }))
    return markId
  }
  return {
    sealed_in_full: async () => {
      const markId = await aMarkOf('2026-12-01')
      await run('DELETE FROM RowToSeal WHERE subjectId = ?1', markId)
      return `mark ${markId}`
    },
    sealed_in_time: async () => {
      await aSealedMark('2026-12-01')
      await signCheckpoint(anAct({ now: new Date('2026-12-02T09:00:00.000Z') }))
      return `mark ${await aSealedMark('2026-12-03', '2026-12-01')}`
    },
    sealed_as_written: async () => {
      const markId = await aSealedMark('2026-12-04')
      await run('UPDATE SealedLeaf SET salt = NULL WHERE subjectId = ?1', markId)
      return `mark ${markId}`
    },
    sealed_adds_up: async () => {
      await aSealedMark('2026-12-05')
      const newest = sql('(SELECT leafHash FROM SealedLeaf ORDER BY number DESC LIMIT 1)')
      const size = sql('(SELECT MAX(number) + 1 FROM SealedLeaf)')
      await add('SealCheckpoint', { day: '2027-01-01', size, root: newest, note: '', signer: '', at: '2027-01-01T09:00:00.000Z' })
      return 'checkpoint 2027-01-01'
    },
  }
}
