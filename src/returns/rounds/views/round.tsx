import { type Instant, instant, sayDeadline } from '#base/dates.ts'
import { Button, Choices, DayField, optionsOf, type Problems, Select, TextArea, TextField } from '#base/web/field.tsx'
import { Details, ErrorSummary, Link, P, Page, SummaryList, Table, Title, Warning } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import type { ListedForm } from '#returns/forms/return-form.ts'
import { nameOfForm } from '#returns/forms/views/form.tsx'
import { kinds, sectors } from '#schools/schools/school.ts'
import type { TypedRound } from '../forms.ts'
import { type AskedSchool, type ListedRound, type Round, sayAudience, stateOfRound } from '../round.ts'

export const roundPath = (round: { id: string }): string => `/organiser/returns/${round.id}`

export const RoundsPage = ({ rounds, now, mayWrite }: { rounds: readonly ListedRound[]; now: Date; mayWrite: boolean }) => (
  <>
    <Title>Safeguarding audit</Title>
    <P>
      Once a year schools answer for the whole of their safeguarding, under sections 175 and 157 of the Education Act 2002.
      {mayWrite ? (
        <>
          {' '}
          <Link href="/organiser/returns/new">New round</Link> or see the <Link href="/organiser/returns/forms">forms</Link>. Beside it are{' '}
          <Link href="/organiser/returns/case-records">audits of case records</Link>.
        </>
      ) : null}
    </P>
    {rounds.length === 0 ? (
      <P>No school was asked yet. Publish a form first, and open a round with it.</P>
    ) : (
      <Table
        caption="Rounds"
        columns={['Round', 'State', 'Deadline', 'Answered']}
        rows={rounds.map((round) => [
          <Link href={roundPath(round)}>
            {round.title}, {round.year}
          </Link>,
          stateOfRound(round, instant(now)),
          sayDeadline(round.deadlineAt),
          `${round.answered} of ${round.asked}`,
        ])}
      />
    )}
  </>
)

type RoundFormPageProps = {
  id: string
  /** Those that are published. */
  forms: readonly ListedForm[]
  typed: TypedRound
  problems?: Problems | undefined
}

export const RoundFormPage = ({ id, forms, typed, problems }: RoundFormPageProps) => (
  <Page>
    <ErrorSummary problems={problems} />
    <Title>Round of the safeguarding audit</Title>
    {forms.length === 0 ? (
      <P>
        There is no published form. <Link href="/organiser/returns/forms">Publish one first</Link>.
      </P>
    ) : (
      <form method="post">
        <input type="hidden" name="id" value={id} />
        <Select
          {...{ name: 'versionId', label: 'Form', problems, value: typed.versionId }}
          options={forms.map((form) => ({ value: form.id, text: nameOfForm(form) }))}
        />
        <TextField name="title" label="What schools read above it" value={typed.title} problems={problems} />
        <TextField name="year" label="School year" hint="Such as 2026/27" width={10} value={typed.year} problems={problems} />
        <DayField name="deadlineOn" label="Deadline" value={typed.deadlineOn} problems={problems} hint="The head’s submission meets it." />
        <TextField name="deadlineTime" type="time" width={5} label="Time" value={typed.deadlineTime} problems={problems} />
        <DayField
          {...{ name: 'finalOn', label: 'Final date', value: typed.finalOn, problems }}
          hint="Schools are counted again then. What comes between is late, and kept apart."
        />
        <TextArea
          {...{ name: 'readers', label: 'Who will read the answers', value: typed.readers, problems }}
          hint="Schools read it before the first question."
        />
        <TextField {...{ name: 'controllers', label: 'Who answers for the data (the controllers)', value: typed.controllers, problems }} />
        <TextField
          {...{ name: 'basis', label: 'On which lawful basis', value: typed.basis, problems }}
          hint="Such as public task, UK GDPR Article 6(1)(e). An administrator keeps both for every round, on the page of settings."
        />
        <Choices
          {...{ name: 'sectors', label: 'Of which sectors', type: 'checkboxes', small: true, values: [...typed.sectors], problems }}
          {...{ hint: 'None ticked: all of them', options: optionsOf(sectors) }}
        />
        <Choices
          {...{ name: 'kinds', label: 'Of which kinds', type: 'checkboxes', small: true, values: [...typed.kinds], problems }}
          {...{ hint: 'None ticked: all of them', options: optionsOf(kinds) }}
        />
        <Button>Save</Button>
      </form>
    )}
  </Page>
)

type PreparedPageProps = {
  round: Round
  schools: readonly AskedSchool[]
  problems: Problems | undefined
  why: string
}

/** A round that is being prepared: what will be done when it opens. */
export const PreparedPage = ({ round, schools, problems, why }: PreparedPageProps) => {
  const silent = schools.filter(({ hasAddress }) => !hasAddress)
  return (
    <Page>
      <ErrorSummary problems={problems} />
      <span class="govuk-caption-l">{round.year}</span>
      <Title>{round.title}</Title>
      <SummaryList
        rows={[
          ['State', 'Being prepared: no school knows of it'],
          [
            'Form',
            <Link href={`/organiser/returns/forms/${round.versionId}`}>{nameOfForm({ title: round.form, number: round.formNumber })}</Link>,
          ],
          ['Deadline', sayDeadline(round.deadlineAt)],
          ['Final date', sayDeadline(round.finalAt)],
          ['Who will read the answers', round.readers],
          ['Who answers for the data', round.controllers],
          ['Lawful basis', round.basis],
          ['Schools', sayAudience(round.audience)],
        ]}
      />
      <P>
        <Link href={`${roundPath(round)}/edit`}>Change it</Link>
      </P>
      <P>
        {counted(schools.length, 'school is', 'schools are')} asked when it opens. Each address that is known of a school gets a message,
        and the return stands on the school’s own page and in its weekly letter. Schools that open later join by themselves.
      </P>
      {silent.length > 0 ? (
        <P>No address is known of {counted(silent.length, 'school', 'schools')}: ask them by letter or telephone.</P>
      ) : null}
      <Details summary="Which schools">
        <ul class="govuk-list">
          {schools.map(({ name, sector, hasAddress }) => (
            <li>
              {name} ({sectors[sector]}){hasAddress ? '' : ', no address'}
            </li>
          ))}
        </ul>
      </Details>
      <form method="post" action={`${roundPath(round)}/opening`}>
        {round.unchecked.length > 0 ? (
          <>
            <P>
              Not compared with the law yet: {round.unchecked.map((one) => sectors[one]).join(', ')}.{' '}
              <Link href={`/organiser/returns/forms/${round.versionId}/powers`}>Tick off these texts</Link>, or say why the round opens
              before.
            </P>
            <TextArea
              {...{ name: 'why', label: 'Why the round opens before', rows: 2, value: why, problems }}
              hint="It stays on the round’s page."
            />
          </>
        ) : null}
        <Warning>Once it is open, its words stay as they are, and its dates can only be put off.</Warning>
        <div id="open">
          <Button>Open the round</Button>
        </div>
      </form>
    </Page>
  )
}

export const whenOf = (round: { deadlineAt: Instant; finalAt: Instant }): string =>
  `Deadline ${sayDeadline(round.deadlineAt)}; final date ${sayDeadline(round.finalAt)}`
