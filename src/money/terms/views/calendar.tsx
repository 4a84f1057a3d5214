import type { BankHoliday, TermDates } from '#base/council/working-day.ts'
import { sayLongDay } from '#base/dates.ts'
import { Button, type Problems, TextField } from '#base/web/field.tsx'
import { ErrorSummary, Heading, Link, P, Page, Table, Title, Warning } from '#base/web/page-parts.tsx'

const Source = ({ source }: { source: string }) =>
  /^https:\/\/\S+$/.test(source) ? (
    <a class="govuk-link muster-break" href={source}>
      {source.replace('https://', '')}
    </a>
  ) : (
    <span class="muster-break">{source}</span>
  )

const Remove = ({ href, what }: { href: string; what: string }) => (
  <Link href={href}>
    Remove<span class="govuk-visually-hidden"> {what}</span>
  </Link>
)

const Field = ({ name, typed, problems, ...rest }: Parameters<typeof TextField>[0] & { typed: Record<string, string> }) => (
  <TextField name={name} value={typed[name]} problems={problems} {...rest} />
)

/** `years` that have no bank holidays, so their days are counted wrongly. */
export const BankHolidaysPage = ({
  days,
  missing,
  typed,
  problems,
}: {
  days: readonly BankHoliday[]
  missing: readonly number[]
  typed: Record<string, string>
  problems?: Problems | undefined
}) => {
  const years = [...new Set(days.map(({ day }) => day.slice(0, 4)))].reverse()
  return (
    <>
      <ErrorSummary problems={problems} />
      <Title>Bank holidays</Title>
      <P>
        Working days are Monday to Friday without these days. They decide until when a place can be cancelled free of charge, and until when
        a paper register counts as in time.
      </P>
      {missing.map((year) => (
        <Warning>
          No bank holiday of {String(year)} is entered, so days in it are counted as if there were none. Enter them from
          www.gov.uk/bank-holidays.
        </Warning>
      ))}
      <P>
        <Link href="/organiser/term-dates">Term dates of the council</Link> count as well, for terms of cancelling that say so.
      </P>
      <Heading>Add a bank holiday</Heading>
      <form method="post" action="/organiser/bank-holidays" novalidate>
        <Field name="day" label="Day" type="date" typed={typed} problems={problems} />
        <Field name="name" label="What it is called" hint="For example: Summer bank holiday" typed={typed} problems={problems} />
        <Field
          name="source"
          label="Where do you have it from?"
          hint="For example: https://www.gov.uk/bank-holidays"
          typed={typed}
          problems={problems}
        />
        <Button>Add this day</Button>
      </form>
      {years.map((year) => (
        <Table
          caption={year}
          columns={['Day', 'Called', 'Source', 'Change']}
          rows={days
            .filter(({ day }) => day.startsWith(year))
            .map(({ day, name, source, addedBy }) => [
              sayLongDay(day),
              name,
              <>
                <Source source={source} />
                {addedBy ? <div class="muster-quiet">entered by {addedBy}</div> : null}
              </>,
              <Remove href={`/organiser/bank-holidays/${day}/remove`} what={sayLongDay(day)} />,
            ])}
        />
      ))}
    </>
  )
}

export const TermDatesPage = ({
  terms,
  typed,
  problems,
}: {
  terms: readonly TermDates[]
  typed: Record<string, string>
  problems?: Problems | undefined
}) => (
  <>
    <ErrorSummary problems={problems} />
    <Title>Term dates</Title>
    <P>
      Terms of cancelling may count only working days in school terms, those of this council. Enter the first and the last day that schools
      are open; enter a half term as two terms, so that its days do not count.
    </P>
    {terms.length === 0 ? (
      <p class="govuk-inset-text">No term dates are entered, so every working day counts.</p>
    ) : (
      <Table
        caption="Terms entered"
        columns={['Term', 'First day', 'Last day', 'Source', 'Change']}
        rows={terms.map((term) => [
          term.name,
          sayLongDay(term.firstDay),
          sayLongDay(term.lastDay),
          <Source source={term.source} />,
          <Remove href={`/organiser/term-dates/${term.id}/remove`} what={term.name} />,
        ])}
      />
    )}
    <Heading>Add a term</Heading>
    <form method="post" action="/organiser/term-dates" novalidate>
      <Field name="name" label="Name" hint="For example: Autumn 2026, first half" typed={typed} problems={problems} />
      <Field name="firstDay" label="First day" type="date" typed={typed} problems={problems} />
      <Field name="lastDay" label="Last day" type="date" typed={typed} problems={problems} />
      <Field
        name="source"
        label="Where do you have it from?"
        hint="For example: the page of the council"
        typed={typed}
        problems={problems}
      />
      <Button>Add this term</Button>
    </form>
  </>
)

export const RemovePage = ({ title, says, back }: { title: string; says: string; back: string }) => (
  <Page>
    <Title>{title}</Title>
    <P>{says}</P>
    <form method="post">
      <div class="govuk-button-group">
        <Button kind="warning">Remove</Button>
        <Link href={back}>Keep it</Link>
      </div>
    </form>
  </Page>
)
