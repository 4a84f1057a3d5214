import { Button, type Problems, TextField } from '#base/web/field.tsx'
import { ErrorSummary, Link, P, Page, Title } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import type { EventDetails } from '#events/events/event.ts'
import type { WaitingBooking } from '../waiting.ts'

export const PutFirstPage = ({
  event,
  booking,
  reason,
  problems,
}: {
  event: EventDetails
  booking: WaitingBooking
  reason: string
  problems?: Problems | undefined
}) => (
  <Page>
    <ErrorSummary problems={problems} />
    <span class="govuk-caption-l">{event.title}</span>
    <Title>Put {booking.school.name} first on the waiting list</Title>
    <P>
      It waits for {counted(booking.placeIds.length, 'place')}, and is then offered what becomes free before all that nobody put first.
      Limits hold as ever. The school is not told, and nothing is charged. One press on the list undoes it.
    </P>
    <form method="post" action={`/organiser/events/${event.code}/waiting/${booking.reference}/first`} novalidate>
      <TextField name="reason" label="Reason" hint="Whoever sees the waiting list reads it" value={reason} problems={problems} />
      <Button>Put it first</Button>
    </form>
    <P>
      <Link href={`/organiser/events/${event.code}/waiting`}>Leave it as it is</Link>
    </P>
  </Page>
)
