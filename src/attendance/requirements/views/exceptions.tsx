import { type Day, sayDay } from '#base/dates.ts'
import { Button, Choices, DayField, type Problems, Select, TextField } from '#base/web/field.tsx'
import { ErrorSummary, Heading, Link, P, Page, SummaryList, Table, Title } from '#base/web/page-parts.tsx'
import { type SchoolOption, schoolLabel } from '#schools/schools/school.ts'
import { type GivenException, isOpen, type PersonInRole, sayException } from '../exception.ts'
import type { Edition } from '../requirement.ts'

type ExceptionsProps = {
  exceptions: readonly GivenException[]
  /** The address of the school among those of the council. */
  base: string
  today: Day
  mayWrite: boolean
}

export const Exceptions = ({ exceptions, base, today, mayWrite }: ExceptionsProps) => (
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
                    End<span class="govuk-visually-hidden"> the exception from {one.requirement}</span>
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

type NewExceptionPageProps = {
  school: SchoolOption
  id: string
  editions: readonly Edition[]
  people: readonly PersonInRole[]
  typed: Readonly<Record<string, string | undefined>>
  problems?: Problems | undefined
}

export const NewExceptionPage = ({ school, id, editions, people, typed, problems }: NewExceptionPageProps) => {
  const field = (name: string) => ({ name, value: typed[name], problems })
  return (
    <Page>
      <ErrorSummary problems={problems} />
      <span class="govuk-caption-l">{schoolLabel(school)}</span>
      <Title>Give an exemption or an extension</Title>
      <form method="post" novalidate>
        <input type="hidden" name="id" value={id} />
        <Select
          label="Training rule"
          {...field('requirementId')}
          options={[{ value: '', text: 'Choose' }, ...editions.map(({ requirementId, label }) => ({ value: requirementId, text: label }))]}
        />
        <Select
          label="For whom?"
          hint="One person, in their roles at this school, or the whole school"
          {...field('personId')}
          options={[
            { value: '', text: 'The whole school' },
            ...people.map(({ id: value, name, roles }) => ({ value, text: `${name} (${roles.replaceAll(',', ', ')})` })),
          ]}
        />
        <Choices
          type="radios"
          name="kind"
          label="What is given?"
          values={[typed['kind']].filter((one) => one !== undefined)}
          problems={problems}
          options={[
            { value: 'exempt', text: 'An exemption', hint: 'It is not asked while it holds' },
            { value: 'extended', text: 'An extension', hint: 'It is due on the last day instead' },
          ]}
        />
        <DayField label="First day" {...field('fromDate')} />
        <DayField label="Last day" hint="An exemption without one holds until it is ended" {...field('untilDate')} />
        <TextField
          label="Reason"
          hint="The school reads it. Do not name children, and say nothing of anybody’s health"
          maxlength={300}
          {...field('reason')}
        />
        <Button>Give it</Button>
      </form>
    </Page>
  )
}

type EndExceptionPageProps = {
  school: SchoolOption
  exception: GivenException
  typed: Readonly<Record<string, string | undefined>>
  problems?: Problems | undefined
}

export const EndExceptionPage = ({ school, exception, typed, problems }: EndExceptionPageProps) => (
  <Page>
    <ErrorSummary problems={problems} />
    <span class="govuk-caption-l">{schoolLabel(school)}</span>
    <Title>End this exception</Title>
    <SummaryList
      rows={[
        ['Requirement', exception.requirement],
        ['Whose', exception.personId ? (exception.person ?? 'Not recorded') : 'The whole school'],
        ['What', sayException(exception)],
        ['Reason', exception.reason],
      ]}
    />
    <form method="post" novalidate>
      <Choices
        type="radios"
        name="how"
        label="What happens to it?"
        values={[typed['how']].filter((one) => one !== undefined)}
        problems={problems}
        options={[
          { value: 'on', text: 'It ends' },
          { value: 'never', text: 'It should never have been given', hint: 'It then counts on no day. The log keeps that it was given' },
        ]}
      />
      <DayField name="untilDate" label="Its last day, if it ends" value={typed['untilDate']} problems={problems} />
      <Button>End it</Button>
    </form>
  </Page>
)
