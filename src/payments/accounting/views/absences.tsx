import { sayShortDay } from '#base/dates.ts'
import { sayMoney } from '#base/money.ts'
import { Button, Choice, type Problems } from '#base/web/field.tsx'
import { ErrorSummary, Link, P, Page, SummaryList, Table, Tag, Title } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import { BookingLink } from '#booking/bookings/views/booking-link.tsx'
import { grossOf } from '#money/ledger/line.ts'
import { money, Sum } from './parts.tsx'

type ShownAbsence = {
  id: string
  eventCode: string
  eventTitle: string
  startsAt: string | null
  reference: string
  school: string
  person: string | null
  pence: number
  vatPence: number
  asked: number
}

export const AbsencesPage = ({
  absences,
  total,
  writes,
  problems,
}: {
  absences: readonly ShownAbsence[]
  total: number
  writes: boolean
  problems?: Problems | undefined
}) => {
  const byEvent = [...Map.groupBy(absences, ({ eventCode }) => eventCode).values()]
  return (
    <>
      <ErrorSummary problems={problems} />
      <Title>Charges for not attending</Title>
      <P>
        Closed registers proposed these by the terms that each school accepted. They are owed when they are posted. Somebody who came after
        all is marked at the register, which withdraws the charge.
      </P>
      {absences.length === 0 ? (
        <P>Nothing to review: every charge of a closed register is posted, waived or withdrawn.</P>
      ) : (
        <form method="post" action="/organiser/finance/absences/check">
          {byEvent.map((of) => (
            <Table
              caption={`${of[0]?.eventTitle}${of[0]?.startsAt ? `, ${sayShortDay(of[0].startsAt)}` : ''}`}
              columns={[
                ...(writes ? ['Choose'] : []),
                'Who did not come',
                'School',
                'Booking',
                money('Total'),
                ...(writes ? ['Waive'] : []),
              ]}
              rows={of.map((one) => [
                ...(writes
                  ? [
                      one.asked ? (
                        <Tag colour="yellow">Asked to waive</Tag>
                      ) : (
                        <div class="govuk-checkboxes govuk-checkboxes--small" data-module="govuk-checkboxes">
                          <Choice type="checkboxes" id={`charge-${one.id}`} name="charge" value={one.id}>
                            <span class="govuk-visually-hidden">
                              {one.person ?? 'place without a name'}, {one.reference}
                            </span>
                          </Choice>
                        </div>
                      ),
                    ]
                  : []),
                one.person ?? 'Nobody named',
                one.school,
                <BookingLink reference={one.reference} />,
                <Sum {...one} />,
                ...(writes
                  ? [
                      one.asked ? (
                        ''
                      ) : (
                        <Link href={`/organiser/finance/absences/${one.id}/waiver`}>
                          Waive
                          <span class="govuk-visually-hidden">
                            {' '}
                            {one.person ?? 'the place'} of {one.reference}
                          </span>
                        </Link>
                      ),
                    ]
                  : []),
              ])}
            />
          ))}
          {total > absences.length ? (
            <P>
              The first {absences.length} of {total} are shown; the others follow when these are done.
            </P>
          ) : null}
          {writes ? (
            <div class="govuk-button-group">
              <Button name="which" value="chosen">
                Post those chosen
              </Button>
              <Button name="which" value="all" kind="secondary">
                Post all that are shown
              </Button>
            </div>
          ) : null}
        </form>
      )}
    </>
  )
}

export const PostAbsencesPage = ({ chosen }: { chosen: readonly ShownAbsence[] }) => (
  <Page>
    <Title>Post {counted(chosen.length, 'charge')} for not attending?</Title>
    <SummaryList
      rows={[
        ['Together', sayMoney(chosen.reduce((sum, one) => sum + grossOf(one), 0))],
        ['Bookings', String(new Set(chosen.map(({ reference }) => reference)).size)],
      ]}
    />
    <P>From now on they are owed. Whoever booked and can be written to gets an email for each booking.</P>
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
