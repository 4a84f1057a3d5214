import { sayTime } from '#base/dates.ts'
import { Heading, P, VisuallyHidden } from '#base/web/page-parts.tsx'
import type { DoorEvent } from '../day.ts'
import type { PersonAtDoor, Said } from '../people.ts'

const words = { arrived: 'Arrived', left: 'Left' } as const
const ways = { tap: '', scan: ', by their ticket', search: '', sheet: ', from a sheet', join: ' online, by their own link' } as const

type SaidAtDoorProps = {
  event: DoorEvent
  person: PersonAtDoor
  said: readonly (Said & { by: string | null; clockAhead: number })[]
  /** For undoing one. */
  undoId: string
}

export const SaidAtDoor = ({ event, person, said, undoId }: SaidAtDoorProps) => {
  const undone = new Set(said.flatMap(({ undoesId }) => undoesId ?? []))
  return (
    <>
      <P>
        {person.role ?? 'Role not given'}
        {person.kind === 'walk_in' ? ', came without a place' : ''}
      </P>
      {said.length === 0 ? <P>They have not been checked in.</P> : <Heading>Check-in</Heading>}
      <ol class="govuk-list">
        {said.map((one) => {
          const what = `${one.undoesId ? 'Undone: ' : ''}${words[one.kind]} at ${sayTime(one.happenedAt)}${ways[one.how]}`
          return (
            <li class="govuk-!-margin-bottom-3">
              {undone.has(one.id) ? <s>{what}</s> : what}
              {one.by ? `, noted by ${one.by}` : ''}
              {Math.abs(one.clockAhead) >= 120
                ? `. The clock of that device was ${Math.round(Math.abs(one.clockAhead) / 60)} minutes ${one.clockAhead > 0 ? 'fast' : 'slow'}`
                : ''}
              {one.undoesId || undone.has(one.id) || one.how === 'join' ? null : (
                <form method="post" action={`/door/${event.code}/arrivals`}>
                  <input type="hidden" name="id" value={undoId} />
                  <input type="hidden" name="person" value={person.key} />
                  <input type="hidden" name="undoes" value={one.id} />
                  <input type="hidden" name="kind" value={one.kind} />
                  <button type="submit" class="muster-change">
                    Undo<VisuallyHidden>: {what}</VisuallyHidden>
                  </button>
                </form>
              )}
            </li>
          )
        })}
      </ol>
    </>
  )
}
