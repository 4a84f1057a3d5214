import { sayDay } from '#base/dates.ts'
import { Heading, Link, P, Table } from '#base/web/page-parts.tsx'
import type { Statement } from '../statement.ts'

export const Statements = ({ statements, base, mayWrite }: { statements: readonly Statement[]; base: string; mayWrite: boolean }) => (
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
    {mayWrite ? (
      <p class="govuk-body muster-no-print">
        <Link href={`${base}/statements/new`}>State how many staff have done it</Link>
      </p>
    ) : null}
  </>
)
