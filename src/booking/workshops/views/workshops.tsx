import { instant, sayDeadline, sayWhen } from '#base/dates.ts'
import { FileLinks } from '#base/list/views.tsx'
import { Link, P, Table, VisuallyHidden } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import { blocksOf, type EventDetails } from '#events/events/event.ts'
import { WorkshopWarnings } from '#events/events/views/workshops.tsx'
import { leftIn } from '#events/events/workshop.ts'
import { choicesCloseAt } from '../choice.ts'
import { peopleIn, type WorkshopPerson } from '../plan.ts'

/** An event's workshops by block: how full each is, and who has none. */
export const WorkshopsPage = ({ event, people, now }: { event: EventDetails; people: readonly WorkshopPerson[]; now: Date }) => {
  const at = `/organiser/events/${event.code}/workshops`
  const blocks = blocksOf(event.sessions)
  return (
    <>
      {blocks.length === 0 ? (
        <P>
          This event has no workshops. <Link href={`/organiser/events/${event.code}/edit/programme`}>Change the event</Link> to make
          sessions part of a block: each person then chooses one of it.
        </P>
      ) : (
        <P>
          {counted(people.length, 'person', 'people')} with a place. Schools and delegates{' '}
          {choicesCloseAt(event) > instant(now) ? 'can' : 'could'} choose until {sayDeadline(choicesCloseAt(event))}.
        </P>
      )}
      <WorkshopWarnings event={event} />
      {blocks.map(({ block, workshops }, index) => {
        const without = peopleIn(event, people, block).length
        return (
          <>
            <Table
              caption={block}
              columns={[
                'Workshop',
                { text: 'Places', numeric: true },
                { text: 'Chosen', numeric: true },
                { text: 'Left', numeric: true },
                'Download',
              ]}
              rows={[
                ...workshops.map((one) => [
                  <>
                    <a class="govuk-link muster-break" href={`${at}/people?workshop=${one.id}`}>
                      {one.title}
                    </a>
                    <span class="muster-also govuk-!-font-weight-regular">{sayWhen(one.startsAt, one.endsAt)}</span>
                  </>,
                  one.capacity === null ? 'No limit' : String(one.capacity),
                  String(one.chosen),
                  leftIn(one) === undefined ? 'No limit' : String(leftIn(one)),
                  <FileLinks at={`${at}/people`} query={`?workshop=${one.id}`} of={one.title} />,
                ]),
                [
                  <Link href={`${at}/people?block=${index + 1}`}>
                    Not chosen yet<VisuallyHidden> in {block}</VisuallyHidden>
                  </Link>,
                  '',
                  String(without),
                  '',
                  <FileLinks at={`${at}/people`} query={`?block=${index + 1}`} of={`those who have not chosen in ${block}`} />,
                ],
              ]}
            />
            {without > 0 && workshops.some((one) => one.startsAt > instant(now)) ? (
              <P>
                <Link href={`${at}/assignment?block=${index + 1}`}>
                  Put {without === 1 ? 'the one person who has' : `the ${without} people who have`} not chosen into what is left
                  <VisuallyHidden> of {block}</VisuallyHidden>
                </Link>
              </P>
            ) : null}
          </>
        )
      })}
    </>
  )
}
