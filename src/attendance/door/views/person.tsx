import { sayTime } from '#base/dates.ts'
import { Button, type Problems, TextField } from '#base/web/field.tsx'
import { Caption, ErrorSummary, Heading, P, Page, Title, VisuallyHidden } from '#base/web/page-parts.tsx'
import type { DoorEvent } from '../day.ts'
import { nameOf, type PersonAtDoor, type Said } from '../people.ts'

const words = { arrived: 'Arrived', left: 'Left' } as const
const ways = { tap: '', scan: ', by their ticket', search: '', sheet: ', from a sheet', join: ' online, by their own link' } as const

type PersonPageProps = {
  event: DoorEvent
  person: PersonAtDoor
  said: readonly (Said & { by: string | null; clockAhead: number })[]
  /** For the forms of this page. */
  ids: { id: string; person: string }
  isToCome: boolean
  name: string
  problems?: Problems | undefined
}

export const PersonPage = ({ event, person, said, ids, isToCome, name, problems }: PersonPageProps) => {
  const undone = new Set(said.flatMap(({ undoesId }) => undoesId ?? []))
  const here = `/door/${event.code}/people/${person.key}`
  return (
    <Page>
      <ErrorSummary problems={problems} />
      <Caption>{person.school?.label ?? person.organisation}</Caption>
      <Title>{nameOf(person)}</Title>
      {said.length === 0 ? <P>Nothing has been said of them at the door.</P> : <Heading>Said at the door</Heading>}
      <ol class="govuk-list">
        {said.map((one) => {
          const what = `${one.undoesId ? 'Taken back: ' : ''}${words[one.kind]} at ${sayTime(one.happenedAt)}${ways[one.how]}`
          return (
            <li class="govuk-!-margin-bottom-3">
              {undone.has(one.id) ? <s>{what}</s> : what}
              {one.by ? `, noted by ${one.by}` : ''}
              {Math.abs(one.clockAhead) >= 120
                ? `. The clock of that device was ${Math.round(Math.abs(one.clockAhead) / 60)} minutes ${one.clockAhead > 0 ? 'fast' : 'slow'}`
                : ''}
              {one.undoesId || undone.has(one.id) || one.how === 'join' ? null : (
                <form method="post" action={`/door/${event.code}/arrivals`}>
                  <input type="hidden" name="id" value={ids.id} />
                  <input type="hidden" name="person" value={person.key} />
                  <input type="hidden" name="undoes" value={one.id} />
                  <input type="hidden" name="kind" value={one.kind} />
                  <button type="submit" class="muster-change">
                    Take back<VisuallyHidden>: {what}</VisuallyHidden>
                  </button>
                </form>
              )}
            </li>
          )
        })}
      </ol>
      {isToCome ? null : person.unnamed ? (
        <form method="post" action={`${here}/name`} novalidate>
          <input type="hidden" name="id" value={ids.id} />
          <TextField name="name" label="Who came on this place?" value={name} autocomplete="off" problems={problems} />
          <Button>Name them: they have arrived</Button>
        </form>
      ) : person.kind === 'place' && person.presence === 'expected' ? (
        <form method="post" action={`${here}/instead`} novalidate>
          <input type="hidden" name="id" value={ids.id} />
          <input type="hidden" name="person" value={ids.person} />
          <TextField
            name="name"
            label="Somebody else came instead"
            hint="Of the same school. Nothing is charged for it."
            value={name}
            autocomplete="off"
            problems={problems}
          />
          <Button>They have arrived</Button>
        </form>
      ) : null}
    </Page>
  )
}
