import { type GivenException, isOpen, sayException } from '#attendance/requirements/exception.ts'
import { type Day, sayDay } from '#base/dates.ts'
import { Heading, Link, P, SummaryList, Table, VisuallyHidden } from '#base/web/page-parts.tsx'

type ExceptionsProps = {
  exceptions: readonly GivenException[]
  /** The address of the school among those of the council. */
  base: string
  today: Day
  mayWrite: boolean
}

export const Exceptions = ({ exceptions, base, today, mayWrite }: ExceptionsProps) =>
  exceptions.length === 0 && !mayWrite ? null : (
    <>
      <Heading>Exemptions and extensions</Heading>
      {exceptions.length === 0 ? (
        <P>None are given.</P>
      ) : (
        <Table
          dense
          caption="Exemptions and extensions"
          captionClass="govuk-visually-hidden"
          columns={['Requirement', 'Whose', 'What', 'Reason', 'Given', ...(mayWrite ? ['Action'] : [])]}
          rows={exceptions.map((one) => [
            one.requirement,
            one.personId ? (one.person ?? 'Not recorded') : 'The whole school',
            sayException(one),
            one.reason,
            `${one.givenBy ? `By ${one.givenBy}, ` : ''}${sayDay(one.givenAt)}`,
            ...(mayWrite
              ? [
                  isOpen(one, today) ? (
                    <Link href={`${base}/exceptions/${one.id}/end`}>
                      End<VisuallyHidden> the exception from {one.requirement}</VisuallyHidden>
                    </Link>
                  ) : (
                    'Ended'
                  ),
                ]
              : []),
          ])}
        />
      )}
      {mayWrite ? (
        <p class="govuk-body muster-no-print">
          <Link href={`${base}/exceptions/new`}>Give an exemption or an extension</Link>
        </p>
      ) : null}
    </>
  )

export const ExceptionSummary = (exception: GivenException) => (
  <SummaryList
    rows={[
      ['Requirement', exception.requirement],
      ['Whose', exception.personId ? (exception.person ?? 'Not recorded') : 'The whole school'],
      ['What', sayException(exception)],
      ['Reason', exception.reason],
    ]}
  />
)
