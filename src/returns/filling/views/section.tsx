import type { Day } from '#base/dates.ts'
import { Button } from '#base/web/field.tsx'
import { files } from '#base/web/generated/files.ts'
import { Caption, ErrorSummary, Link, NothingChanged, P, Page, Title } from '#base/web/page-parts.tsx'
import { fieldOf } from '../forms.ts'
import { canType, type SchoolReturn, type Section } from '../school-return.ts'
import type { QuestionState } from '../shown-question.ts'
import { NoChild, QuestionBlock } from './question.tsx'

export type SectionProps = {
  account: string | undefined
  own: SchoolReturn
  base: string
  section: Section
  of: number
  states: readonly QuestionState[]
  saved: number
  today: Day
  why: string | undefined
}

const problemsOf = (states: readonly QuestionState[]): Record<string, string> =>
  Object.fromEntries(
    states.flatMap(({ question, problems }) =>
      Object.entries(problems).map(([name, problem]) => [fieldOf(name as 'value', question.id), `${question.label}: ${problem}`]),
    ),
  )

export const SectionPage = ({ account, own, base, section, of, states, saved, today, why }: SectionProps) => {
  const problems = problemsOf(states)
  const open = canType(own)
  return (
    <Page>
      <ErrorSummary problems={problems} />
      <NothingChanged why={why} />
      {Object.keys(problems).length > 0 && saved > 0 ? <P>The other answers on this page are saved.</P> : null}
      <Title>
        <Caption>
          {own.title}: part {section.number} of {of}
        </Caption>
        {section.title}
      </Title>
      {section.about ? <P>{section.about}</P> : null}
      {open ? (
        <form method="post" action={`${base}/sections/${section.number}`} novalidate data-saves={account}>
          <NoChild />
          {states.map((state) => (
            <QuestionBlock state={state} open today={today} />
          ))}
          <div class="muster-actions">
            <Button name="does" value="next">
              {section.number < of ? 'Save and go on' : 'Save and check'}
            </Button>
            <Button kind="secondary" name="does" value="save">
              Save
            </Button>
          </div>
        </form>
      ) : (
        <>
          <P>{sayShut(own)}</P>
          {states
            .filter(({ asked }) => asked)
            .map((state) => (
              <QuestionBlock state={state} open={false} today={today} />
            ))}
        </>
      )}
      <P>
        <Link href={base}>All parts of the audit</Link>
      </P>
      {open ? <script type="module" src={files['js/return.js']} /> : null}
    </Page>
  )
}

/** Why the form cannot be edited. */
export const sayShut = ({ submitted, closed, otherwise, mayFill }: SchoolReturn): string =>
  submitted
    ? 'The return is submitted. To change something, ask the council to open it again.'
    : closed
      ? 'The council has closed this audit: you cannot change it any more.'
      : otherwise
        ? 'The council has entered the answer that your school gave on paper or by another audit.'
        : mayFill
          ? ''
          : 'You read this as one of those who govern the school. The school fills it in, and you sign once its head has submitted it.'
