import type { Child } from 'hono/jsx'
import type { BankHoliday, TermDates } from '#base/council/working-day.ts'
import { type Day, sayLongDay } from '#base/dates.ts'
import { Details, Heading, Link, P, Table, VisuallyHidden, Warning } from '#base/web/page-parts.tsx'
import { counted, plural } from '#base/words.ts'

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
    Remove<VisuallyHidden> {what}</VisuallyHidden>
  </Link>
)

/** @param year the current one: days of it and the next must be known */
export const BankHolidaysPage = ({ days, year, form }: { days: readonly BankHoliday[]; year: number; form: Child }) => {
  const years = [...new Set(days.map(({ day }) => day.slice(0, 4)))].reverse()
  const near = [year, year + 1].map(String).filter((of) => years.includes(of))
  return (
    <>
      <P>
        Working days are Monday to Friday without these days. They decide until when a place can be cancelled free of charge, and until when
        a paper register counts as in time.
      </P>
      {[year, year + 1]
        .filter((one) => !days.some(({ day }) => day.startsWith(`${one}-`)))
        .map((one) => (
          <Warning>
            No bank holiday of {String(one)} is entered, so days in it are counted as if there were none. Enter them from
            www.gov.uk/bank-holidays.
          </Warning>
        ))}
      <P>
        <Link href="/organiser/term-dates">Term dates of the council</Link> count as well, where terms of cancelling use them.
      </P>
      <Heading>Add a bank holiday</Heading>
      {form}
      {near.map((of) => (
        <Year of={of} days={days} />
      ))}
      {years
        .filter((of) => !near.includes(of))
        .map((of) => (
          <Details summary={of}>
            <Year of={of} days={days} />
          </Details>
        ))}
    </>
  )
}

const Year = ({ of, days }: { of: string; days: readonly BankHoliday[] }) => (
  <Table
    caption={of}
    columns={['Day', 'Called', 'Source', 'Change']}
    rows={days
      .filter(({ day }) => day.startsWith(of))
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
)

const Terms = ({ caption, terms }: { caption: string; terms: readonly TermDates[] }) => (
  <Table
    caption={caption}
    columns={['Term', 'First day', 'Last day', 'Source', 'Change']}
    rows={terms.map((term) => [
      term.name,
      sayLongDay(term.firstDay),
      sayLongDay(term.lastDay),
      <Source source={term.source} />,
      <Remove href={`/organiser/term-dates/${term.id}/remove`} what={term.name} />,
    ])}
  />
)

export const TermDatesPage = ({ terms, today, form }: { terms: readonly TermDates[]; today: Day; form: Child }) => {
  const [ahead, over] = [terms.filter(({ lastDay }) => lastDay >= today), terms.filter(({ lastDay }) => lastDay < today)]
  return (
    <>
      <P>
        Enter the first and the last day that schools are open, and each half of a term apart. Deadlines for schools, warnings about dates
        and terms of cancelling use these days.
      </P>
      {terms.length === 0 ? (
        <p class="govuk-inset-text">No term dates are entered, so every working day counts as a day of term.</p>
      ) : (
        <>
          {ahead.length > 0 ? <Terms caption="Terms now and to come" terms={ahead} /> : <P>No term to come is entered.</P>}
          {over.length > 0 ? (
            <Details summary={`${counted(over.length, 'term')} that ${plural(over.length, 'is', 'are')} over`}>
              <Terms caption="Terms that are over" terms={over} />
            </Details>
          ) : null}
        </>
      )}
      <Heading>Add a term</Heading>
      {form}
    </>
  )
}
