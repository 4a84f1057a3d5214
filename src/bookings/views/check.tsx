import { schoolLabel } from '../../schools/school.ts'
import { Button } from '../../web/field.tsx'
import { SummaryList } from '../../web/page-parts.tsx'
import type { DelegateAsked } from '../booking.ts'
import type { TypedBooking } from '../forms.ts'
import { BookedEvent } from './before-booking.tsx'
import type { BookFormProps } from './book.tsx'

export const CheckPage = ({
  event,
  school,
  roles,
  others,
  typed,
  delegates,
}: Omit<BookFormProps, 'problems' | 'moreSchoolsAt'> & { delegates: readonly DelegateAsked[] }) => (
  <div class="govuk-grid-row">
    <div class="govuk-grid-column-two-thirds">
      <span class="govuk-caption-l">{event.title}</span>
      <h1 class="govuk-heading-l">Check before you book</h1>
      <BookedEvent event={event} school={school} />
      {delegates.map((delegate, index) => (
        <div class="govuk-summary-card">
          <div class="govuk-summary-card__title-wrapper">
            <h2 class="govuk-summary-card__title">{delegates.length === 1 ? 'The person coming' : `Person ${index + 1}`}</h2>
          </div>
          <div class="govuk-summary-card__content">
            <SummaryList
              rows={[
                ['Name', delegate.name],
                ['Email address', delegate.email],
                ['Role', roles.find((role) => role.id === delegate.roleId)?.label ?? ''],
                [
                  'Also for',
                  delegate.represents.length === 0
                    ? undefined
                    : delegate.represents
                        .map((id) => others.find((other) => other.id === id))
                        .map((other) => (other ? <div>{schoolLabel(other)}</div> : null)),
                ],
              ]}
            />
          </div>
        </div>
      ))}
      <div class="muster-actions">
        <form method="post" action={`/events/${event.code}/bookings`}>
          <Carried typed={typed} delegates={delegates} />
          <Button>{delegates.length === 1 ? 'Book this place' : `Book these ${delegates.length} places`}</Button>
        </form>
        <form method="post" action={`/events/${event.code}/book`}>
          <Carried typed={typed} delegates={delegates} />
          <Button kind="secondary" name="action" value="edit">
            Change something
          </Button>
        </form>
      </div>
    </div>
  </div>
)

const Carried = ({ typed, delegates }: { typed: TypedBooking; delegates: readonly DelegateAsked[] }) => (
  <>
    <input type="hidden" name="school" value={typed.schoolId} />
    <input type="hidden" name="formId" value={typed.formId} />
    <input type="hidden" name="rows" value={String(delegates.length)} />
    {delegates.map((delegate, index) => (
      <>
        <input type="hidden" name={`name-${index + 1}`} value={delegate.name} />
        <input type="hidden" name={`email-${index + 1}`} value={delegate.email} />
        <input type="hidden" name={`role-${index + 1}`} value={delegate.roleId} />
        {delegate.represents.map((id, other) => (
          <input type="hidden" name={`represents-${index + 1}-${other + 1}`} value={id} />
        ))}
      </>
    ))}
  </>
)
