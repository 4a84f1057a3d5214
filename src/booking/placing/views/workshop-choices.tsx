import { sayWhen } from '#base/dates.ts'
import { Heading, P, VisuallyHidden } from '#base/web/page-parts.tsx'
import type { DelegateAsked } from '#booking/bookings/booking.ts'
import { blocksOf, type EventDetails } from '#events/events/event.ts'
import { isFull, sayLeft } from '#events/events/workshop.ts'

type WorkshopChoicesProps = {
  event: EventDetails
  delegates: readonly DelegateAsked[]
  problem: string | undefined
}

export const WorkshopChoices = ({ event, delegates, problem }: WorkshopChoicesProps) => (
  <>
    <Heading>Workshops</Heading>
    <P>Each person has one workshop of each block. Choose now, or leave it: you and they can choose later, while there is room.</P>
    {problem ? (
      <p id="workshop-1" class="govuk-error-message" tabindex={-1}>
        <VisuallyHidden>Error:</VisuallyHidden> {problem}
      </p>
    ) : null}
    {delegates.map(({ name, workshopIds = [] }, row) =>
      blocksOf(event.sessions).map(({ block, workshops }, index) => {
        const id = `workshop-${row + 1}-${index + 1}`
        return (
          <div class="govuk-form-group">
            <label class="govuk-label muster-break" for={id}>
              {block}, for {name}
            </label>
            <select class="govuk-select" id={id} name={`workshop-${row + 1}`}>
              <option value="">Choose later</option>
              {workshops.map((one) => (
                <option value={one.id} selected={workshopIds.includes(one.id) && !isFull(one)} disabled={isFull(one)}>
                  {`${one.title}, ${sayWhen(one.startsAt, one.endsAt)}${one.capacity === null ? '' : ` (${sayLeft(one)})`}`}
                </option>
              ))}
            </select>
          </div>
        )
      }),
    )}
  </>
)
