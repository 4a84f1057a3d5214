import { sayDay } from '#base/dates.ts'
import { Button, Choices, DayField, type Problems, TextArea, TextField } from '#base/web/field.tsx'
import { ErrorSummary, Heading, P, Page, SummaryList, Table, Title } from '#base/web/page-parts.tsx'
import { kinds, sectors } from '#schools/schools/school.ts'
import type { EditionChange } from '../edition-change.ts'
import { differencesOf, factsOf, type Names, purposeNames, sayBasis, sayEdition, strengthNames, whoseNames } from '../edition-sentence.ts'
import { editionFields, type TypedEdition } from '../forms.ts'
import { purposes, type Strength, settingKinds, strengths, whoseWays } from '../requirement.ts'

const optionsOf = (names: Iterable<readonly [string, string]>) => [...names].map(([value, text]) => ({ value, text }))

/** What is done: an edition is corrected, a later one begins, or the council adds a requirement. */
export type EditionWay = 'change' | 'new' | 'first'

const strengthHints: Record<Strength, string> = {
  law: 'An Act, regulations or a statutory framework',
  guidance: 'Such as Keeping children safe in education',
  local: 'A rule of the council or the safeguarding partners',
}

type EditionFormPageProps = {
  title: string
  way: EditionWay
  id: string
  names: Names
  typed: TypedEdition
  problems?: Problems | undefined
}

export const EditionFormPage = ({ title, way, id, names, typed, problems }: EditionFormPageProps) => {
  const field = (name: keyof TypedEdition) => ({ name, value: typed[name][0], problems })
  const boxes = (name: keyof TypedEdition) => ({ type: 'checkboxes', name, values: typed[name], problems, small: true }) as const
  const yes = [{ value: 'yes', text: 'Yes' }]
  return (
    <Page>
      <ErrorSummary problems={problems} />
      <Title>{title}</Title>
      {way === 'new' ? <P>The edition in force until then ends on the day on which this one begins, and can still be read.</P> : null}
      <form method="post" novalidate>
        <input type="hidden" name="id" value={id} />
        <DayField
          label="First day on which it is in force"
          hint={way === 'new' ? 'For example 1 September, when new guidance usually begins' : undefined}
          {...field('validFrom')}
        />
        {way === 'new' ? null : (
          <DayField
            label="First day on which it is no longer in force (optional)"
            hint="Leave empty while no end is known"
            {...field('validTo')}
          />
        )}
        <TextField label="What is it called?" maxlength={120} {...field('label')} />
        <Choices
          type="radios"
          name="whose"
          label="Whose is it?"
          values={typed.whose}
          problems={problems}
          options={whoseWays.map((value) => ({ value, text: whoseNames[value] }))}
        />
        <Choices label="Roles" hint="None when it is stated of all staff" {...boxes('roleIds')} options={optionsOf(names.roles)} />
        <Choices label="Sectors of school" hint="None ticked: all" {...boxes('sectors')} options={optionsOf(Object.entries(sectors))} />
        <Choices
          label="Kinds of school, or settings that are no school"
          hint="None ticked: all schools"
          {...boxes('kinds')}
          options={optionsOf(Object.entries({ ...kinds, ...settingKinds }))}
        />
        <Choices label="Only in schools with children under five?" {...boxes('underFives')} options={yes} />
        <Heading>What counts</Heading>
        <Choices label="What it was for" {...boxes('purposes')} options={purposes.map((value) => ({ value, text: purposeNames[value] }))} />
        <Choices label="Topics" hint="None ticked: any" {...boxes('topicIds')} options={optionsOf(names.topics)} />
        <TextField label="Level (optional)" width={20} {...field('level')} />
        <TextField label="Shortest, in minutes (optional)" width={4} inputmode="numeric" {...field('leastMinutes')} />
        <Heading>How often, and when</Heading>
        <TextField
          label="Months until it must be done again"
          hint="Leave empty if once is enough"
          width={4}
          inputmode="numeric"
          {...field('everyMonths')}
        />
        <Choices label="Must it be done before the role begins?" {...boxes('beforeInRole')} options={yes} />
        <TextField
          label="Days of induction in which it may still be done (optional)"
          width={4}
          inputmode="numeric"
          {...field('inductionDays')}
        />
        <TextField
          label="Days of grace (optional)"
          hint="In them nobody is followed up. It is not in date all the same"
          width={4}
          inputmode="numeric"
          {...field('graceDays')}
        />
        <Heading>Where it is asked</Heading>
        <Choices
          type="radios"
          name="strength"
          label="What asks it?"
          values={typed.strength}
          problems={problems}
          options={strengths.map((value) => ({ value, text: strengthNames[value], hint: strengthHints[value] }))}
        />
        <TextField label="Source" hint="For example: KCSIE 2026, Annex C" {...field('source')} />
        <DayField label="Published on (optional)" {...field('publishedOn')} />
        <TextArea label="Where it says so (optional)" hint="The paragraph, and what it says" rows={3} {...field('citation')} />
        <Choices
          label="Has it been compared with the text in force?"
          {...boxes('checked')}
          options={[{ value: 'yes', text: 'I have read the text in force, and it says this' }]}
        />
        <Button>Continue</Button>
      </form>
    </Page>
  )
}

type ConfirmEditionPageProps = {
  way: EditionWay
  id: string
  names: Names
  typed: TypedEdition
  change: EditionChange
}

export const ConfirmEditionPage = ({ way, id, names, typed, change: { edition, instead, beside } }: ConfirmEditionPageProps) => {
  const before = instead ?? beside?.was
  const differences = before ? differencesOf(before, edition, names) : []
  return (
    <Page>
      <Title>Check what changes</Title>
      <P>
        From {sayDay(edition.validFrom)} “{edition.label}” asks: {sayEdition(edition, names)} {sayBasis(edition)}.
      </P>
      {before ? (
        differences.length > 0 ? (
          <Table
            caption="What is different"
            columns={['What', way === 'change' ? 'Until now' : 'The edition before', 'Then']}
            rows={differences}
          />
        ) : (
          <P>It says the same as {way === 'change' ? 'before' : 'the edition before it'}.</P>
        )
      ) : (
        <SummaryList rows={factsOf(edition, names)} />
      )}
      <ul class="govuk-list govuk-list--bullet">
        {way === 'change' ? (
          <li>How people and schools stand is worked out anew from what it says now, on every day on which it is in force.</li>
        ) : (
          <li>How people and schools stand follows it from {sayDay(edition.validFrom)} on.</li>
        )}
        {beside ? (
          <li>
            The edition before it ends: {sayDay(edition.validFrom)} is the first day on which it is no longer in force. It can still be
            read.
          </li>
        ) : null}
        <li>Final reports do not change.</li>
        <li>The log keeps what it said until now, and who changed it.</li>
      </ul>
      <form method="post" novalidate>
        <input type="hidden" name="id" value={id} />
        {editionFields.flatMap((name) => typed[name].map((value) => <input type="hidden" name={name} value={value} />))}
        <div class="govuk-button-group">
          <Button name="action" value="save">
            Save
          </Button>
          <Button kind="secondary" name="action" value="again">
            Change what I typed
          </Button>
        </div>
      </form>
    </Page>
  )
}
