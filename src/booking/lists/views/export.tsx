import { FileKind } from '#base/web/file-kind.tsx'
import { ErrorSummary, Link, P, Page, Title } from '#base/web/page-parts.tsx'
import { counted, sayNumber } from '#base/words.ts'
import { type BookingFilter, everyPlace, filterQuery, mostExported } from '../listed-place.ts'

/** Confirms exporting people's details. */
export const ExportPage = ({
  filter,
  places,
  schools,
  problems,
}: {
  filter: BookingFilter
  places: number
  schools: number
  problems?: Record<string, string> | undefined
}) => (
  <Page>
    <ErrorSummary problems={problems} />
    <Title>Download people’s details</Title>
    {places === 0 ? (
      <P>Your search finds no places, so there is nothing to download.</P>
    ) : places > mostExported ? (
      <P>
        Your search finds {counted(places, 'place')}. A file holds at most {sayNumber(mostExported)}: narrow the search by event or date.
      </P>
    ) : (
      <>
        <p class="govuk-body-l">
          The file holds {counted(places, 'place')} of {counted(schools, 'school')}.
        </p>
        <P>For each place:</P>
        <ul class="govuk-list govuk-list--bullet">
          <li>the person’s name, email address, telephone number, role and school, and other schools they represent</li>
          <li>their workshops, what they answered to the event’s questions, and the school’s telephone number</li>
          <li>the event, the state of the place, the reference, and who booked it and when</li>
        </ul>
        <P>What people need to eat or to take part is not in it.</P>
        <div class="govuk-inset-text">
          People gave these details so that the council can run the event. Use the file for that alone, do not pass it on, and do not keep
          it longer than needed: delete it after the event. The list here stays up to date; a file does not.
        </div>
        <P>The log keeps that you downloaded it, when, and how many places it held.</P>
        <form method="post" action="/organiser/bookings/export">
          {(Object.keys(everyPlace) as (keyof BookingFilter)[]).map((key) =>
            filter[key] === everyPlace[key] ? null : (
              <input type="hidden" name={key} value={filter[key] === true ? 'yes' : String(filter[key])} />
            ),
          )}
          <FileKind problems={problems} />
        </form>
      </>
    )}
    <P>
      <Link href={`/organiser/bookings${filterQuery(filter)}`}>Back to the list without downloading</Link>
    </P>
  </Page>
)
