import { sayInstant, sayWhen } from '../../dates.ts'
import { blocksOf, type EventDetails, type EventSession } from '../event.ts'
import { sayLeft } from '../workshop.ts'

const List = ({ workshops }: { workshops: readonly EventSession[] }) => (
  <ul class="govuk-list govuk-list--spaced">
    {workshops.map((workshop) => (
      <li class="muster-break">
        {workshop.title}
        <span class="muster-also">
          {sayWhen(workshop.startsAt, workshop.endsAt)}
          {workshop.capacity === null ? '' : `. ${sayLeft(workshop)}`}
        </span>
      </li>
    ))}
  </ul>
)

/** The same in a row of a list. */
export const WorkshopList = ({ event }: { event: Pick<EventDetails, 'sessions'> }) => (
  <>
    {blocksOf(event.sessions).map(({ block, workshops }) => (
      <>
        <strong class="muster-break">{block}</strong>
        <List workshops={workshops} />
      </>
    ))}
  </>
)

/** Workshops by block, with what is left of each. */
export const Workshops = ({ event }: { event: Pick<EventDetails, 'sessions' | 'rules'> }) => {
  const blocks = blocksOf(event.sessions)
  if (blocks.length === 0) return null
  return (
    <>
      <h2 class="govuk-heading-m" id="workshops">
        Workshops
      </h2>
      <p class="govuk-body">
        Each person chooses one workshop of each block once they have a place
        {event.rules.choicesCloseAt
          ? `, and can change it until ${sayInstant(event.rules.choicesCloseAt)}`
          : ', and can change it until the event begins'}
        .
      </p>
      {blocks.map(({ block, workshops }) => (
        <>
          <h3 class="govuk-heading-s govuk-!-margin-bottom-1 muster-break">{block}</h3>
          <List workshops={workshops} />
        </>
      ))}
    </>
  )
}
