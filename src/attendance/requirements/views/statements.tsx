import { sayDay } from '#base/dates.ts'
import { Button, DayField, type Problems, Select, TextField } from '#base/web/field.tsx'
import { ErrorSummary, Heading, Link, P, Page, Table, Title } from '#base/web/page-parts.tsx'
import { type SchoolOption, schoolLabel } from '#schools/schools/school.ts'
import type { Edition } from '../requirement.ts'
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

type NewStatementPageProps = {
  school: SchoolOption
  /** Those that are stated of all staff. */
  editions: readonly Edition[]
  typed: Readonly<Record<string, string | undefined>>
  problems?: Problems | undefined
  /** An officer enters what a school wrote. */
  byLetter: boolean
}

export const NewStatementPage = ({ school, editions, typed, problems, byLetter }: NewStatementPageProps) => {
  const field = (name: string) => ({ name, value: typed[name], problems })
  const options = editions.map(({ requirementId, label }) => ({ value: requirementId, text: label }))
  return (
    <Page>
      <ErrorSummary problems={problems} />
      <span class="govuk-caption-l">{schoolLabel(school)}</span>
      <Title>State how many staff have done it</Title>
      <P>
        A later statement stands beside the ones before it, which can still be read. To correct one, state the right numbers for the same
        day.
      </P>
      {editions.length === 0 ? (
        <P>Nothing is asked of all staff at present.</P>
      ) : (
        <form method="post" novalidate>
          <Select
            label="What is it about?"
            {...field('requirementId')}
            options={options.length === 1 ? options : [{ value: '', text: 'Choose' }, ...options]}
          />
          <TextField label="How many staff have done it?" width={4} inputmode="numeric" {...field('trained')} />
          <TextField label="How many staff are there?" width={4} inputmode="numeric" {...field('staff')} />
          <DayField label="As at" {...field('asAt')} />
          <TextField
            label="Who says so?"
            hint={
              byLetter
                ? 'Their name and what they are, and how they said it: “A. Bell, head, letter of 3 May”'
                : 'A name, and what they are at the school'
            }
            maxlength={150}
            {...field('saidBy')}
          />
          <Button>State it</Button>
        </form>
      )}
    </Page>
  )
}
