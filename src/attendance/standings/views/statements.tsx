import { sayDay } from '#base/dates.ts'
import { Heading, Link, P, Table } from '#base/web/page-parts.tsx'
import { type StaffCame, type Statement, sayCame } from '../statement.ts'

type StatementsProps = { statements: readonly Statement[]; came: readonly StaffCame[]; base: string; mayWrite: boolean }

/** @param came for the school to state, if it wants to */
export const Statements = ({ statements, came, base, mayWrite }: StatementsProps) => (
  <>
    <Heading>What the school states of all staff</Heading>
    {statements.length === 0 ? (
      <P>Nothing is stated yet.</P>
    ) : (
      <Table
        dense
        caption="What the school states of all staff"
        captionClass="govuk-visually-hidden"
        columns={['Requirement', 'Staff', 'As at', 'Who said so', 'Entered']}
        rows={statements.map((one) => [
          one.requirement,
          `${one.trained} of ${one.staff}`,
          sayDay(one.asAt),
          one.saidBy,
          sayDay(one.learnedAt),
        ])}
      />
    )}
    {came.map((one) => (
      <p class="govuk-body muster-no-print">
        {sayCame(one)} <Link href={`${base}/statements/new?session=${one.sessionId}`}>State that {one.came} have done it</Link>
      </p>
    ))}
    {mayWrite ? (
      <p class="govuk-body muster-no-print">
        <Link href={`${base}/statements/new`}>State how many staff have done it</Link>
      </p>
    ) : null}
  </>
)
