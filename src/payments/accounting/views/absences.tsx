import type { Child } from 'hono/jsx'
import { sayShortDay } from '#base/dates.ts'
import { sayMoney } from '#base/money.ts'
import { Button, Choice } from '#base/web/field.tsx'
import { Link, P, Page, SummaryList, Table, Tag, Title, VisuallyHidden } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import { BookingLink } from '#booking/bookings/views/booking-link.tsx'
import { grossOf } from '#money/ledger/line.ts'
import type { Absence } from '../account.ts'
import { money, Sum } from './parts.tsx'

const Chosen = ({ id, person, reference, asked }: Absence) =>
  asked ? (
    <Tag colour="yellow">Asked to waive</Tag>
  ) : (
    <div class="govuk-checkboxes govuk-checkboxes--small" data-module="govuk-checkboxes">
      <Choice type="checkboxes" id={`charge-${id}`} name="charge" value={id}>
        <VisuallyHidden>
          {person ?? 'place without a name'}, {reference}
        </VisuallyHidden>
      </Choice>
    </div>
  )

const Waive = ({ id, person, reference, asked }: Absence) =>
  asked ? null : (
    <Link href={`/organiser/finance/absences/${id}/waiver`}>
      Waive
      <VisuallyHidden>
        {' '}
        {person ?? 'the place'} of {reference}
      </VisuallyHidden>
    </Link>
  )

type Absences = { absences: readonly Absence[]; total: number }

type AbsenceTablesProps = Absences & {
  /** Whoever looks may choose and waive. */
  writes: boolean
}

export const AbsenceTables = ({ absences, total, writes }: AbsenceTablesProps) => (
  <>
    {[...Map.groupBy(absences, ({ eventCode }) => eventCode).values()].map((of) => (
      <Table
        caption={`${of[0]?.eventTitle}${of[0]?.startsAt ? `, ${sayShortDay(of[0].startsAt)}` : ''}`}
        columns={[...(writes ? ['Choose'] : []), 'Who did not come', 'School', 'Booking', money('Total'), ...(writes ? ['Waive'] : [])]}
        rows={of.map((one) => [
          ...(writes ? [<Chosen {...one} />] : []),
          one.person ?? 'Nobody named',
          one.school,
          <BookingLink reference={one.reference} />,
          <Sum {...one} />,
          ...(writes ? [<Waive {...one} />] : []),
        ])}
      />
    ))}
    {total > absences.length ? (
      <P>
        The first {absences.length} of {total} are shown; the others follow when these are done.
      </P>
    ) : null}
  </>
)

/** @param form nothing for whoever only reads */
export const AbsencesPage = ({ form, ...absences }: Absences & { form: Child }) => (
  <>
    <P>
      Signing off a register proposes these by the terms that each school accepted. They are owed once they are posted. Somebody who came
      after all is marked at the register, which withdraws the charge.
    </P>
    {absences.total === 0 ? (
      <P>Nothing to review: every charge of a signed-off register is posted, waived or withdrawn.</P>
    ) : (
      (form ?? <AbsenceTables {...absences} writes={false} />)
    )}
  </>
)

export const PostAbsencesPage = ({ chosen }: { chosen: readonly Absence[] }) => (
  <Page>
    <Title>Post {counted(chosen.length, 'charge')} for not attending?</Title>
    <SummaryList
      rows={[
        ['Together', sayMoney(chosen.reduce((sum, one) => sum + grossOf(one), 0))],
        ['Bookings', String(new Set(chosen.map(({ reference }) => reference)).size)],
      ]}
    />
    <P>From now on they are owed. The person who booked and can be written to gets an email for each booking.</P>
    <form method="post" action="/organiser/finance/absences/post">
      {chosen.map(({ id }) => (
        <input type="hidden" name="charge" value={id} />
      ))}
      <Button>Post them</Button>
    </form>
    <P>
      <Link href="/organiser/finance/absences">Do nothing</Link>
    </P>
  </Page>
)
