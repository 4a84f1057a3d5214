import { type Day, sayDay } from '#base/dates.ts'
import { Button, Choices, DayField, type Option, type Problems, Select, TextArea } from '#base/web/field.tsx'
import { ErrorSummary, P, Page, Title } from '#base/web/page-parts.tsx'
import type { KeptContact, Officer } from '#people/ladder/chase.ts'
import { means, meansWords, results, resultWords } from '#people/ladder/contact.ts'
import { rungs, rungWords } from '#people/ladder/rung.ts'
import { type SchoolOption, schoolLabel } from '#schools/schools/school.ts'

type ContactPageProps = {
  school: SchoolOption
  officers: readonly Officer[]
  abouts: readonly Option[]
  corrected: KeptContact | undefined
  today: Day
  form: string
  /** What it was about, as ticked. */
  chosen: readonly string[]
  typed: Readonly<Record<string, string | undefined>>
  problems?: Problems | undefined
}

export const ContactPage = ({ school, officers, abouts, corrected, today, form, chosen, typed, problems }: ContactPageProps) => {
  const field = (name: string) => ({ name, value: typed[name], problems })
  const some = results.filter((one) => one !== 'not_so' || corrected)
  return (
    <Page>
      <ErrorSummary problems={problems} />
      <span class="govuk-caption-l">{schoolLabel(school)}</span>
      <Title>{corrected ? 'Correct a contact' : 'Note a contact'}</Title>
      {corrected ? <P>What was noted on {sayDay(corrected.notedAt)} is kept, and this stands in its place.</P> : null}
      <form method="post" novalidate>
        <input type="hidden" name="form" value={form} />
        <Choices
          type="checkboxes"
          name="about"
          label="What was it about?"
          hint="Tick all that you spoke or wrote about."
          values={chosen}
          problems={problems}
          options={abouts}
        />
        <Select label="Who was contacted?" {...field('rung')} options={rungs.map((rung) => ({ value: rung, text: rungWords[rung] }))} />
        <Select label="How?" {...field('means')} options={means.map((one) => ({ value: one, text: meansWords[one] }))} />
        <DayField label="When?" {...field('happenedOn')} />
        <Choices
          type="radios"
          name="result"
          label="What came of it?"
          values={typed['result'] ? [typed['result']] : []}
          problems={problems}
          options={some.map((one) => ({ value: one, text: resultWords[one] }))}
        />
        <TextArea
          label="Note (optional)"
          hint="Do not name children, and nothing of anybody’s health. What is written here can be given to whoever it is about"
          rows={3}
          {...field('note')}
        />
        <Select
          label="Next step"
          hint="The ladder counts the school’s working days in term"
          {...field('nextRung')}
          options={[{ value: '', text: 'As the ladder says' }, ...rungs.map((rung) => ({ value: rung, text: rungWords[rung] }))]}
        />
        <DayField label="Day of the next step" hint={`Only if you chose a step; from ${sayDay(today)}`} {...field('nextOn')} />
        <Select
          label="Whose is the next step?"
          hint="Only if you chose a step. Above the head it is proposed to this officer and never taken by itself"
          {...field('nextOwnerId')}
          options={officers.map(({ id, name }) => ({ value: id, text: name }))}
        />
        <Button>{corrected ? 'Keep the correction' : 'Note it'}</Button>
      </form>
    </Page>
  )
}
