import { sayDay } from '#base/dates.ts'
import { Button, Choices, type Problems, Select, TextArea, TextField } from '#base/web/field.tsx'
import { ErrorSummary, Heading, Link, P, Page, SummaryList, Tag, Title, Warning } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import { conditionsFrom, type TypedQuestion } from '../forms.ts'
import { heldFacts, type Question, questionKinds, questionsOf, type ReturnForm } from '../return-form.ts'

export const formPath = (form: { id: string }): string => `/organiser/returns/forms/${form.id}`
export const nameOfForm = ({ title, number }: { title: string; number: number }): string => `${title}, version ${number}`

export const optionsOf = (of: Readonly<Record<string, string>>) => Object.entries(of).map(([value, text]) => ({ value, text }))

export const Tick = ({
  typed,
  name,
  label,
  text,
}: {
  typed: Readonly<Record<string, string | undefined>>
  name: string
  label: string
  text: string
}) => <Choices {...{ name, label, type: 'checkboxes', values: [typed[name] ?? ''] }} options={[{ value: 'yes', text }]} />

const Move = ({ what, id, label }: { what: string; id: string; label: string }) => (
  <div class="govuk-button-group">
    {(['up', 'down'] as const).map((way) => (
      <button type="submit" class="govuk-button govuk-button--secondary" name="move" value={`${what} ${id} ${way}`}>
        Move {way}
        <span class="govuk-visually-hidden">: {label}</span>
      </button>
    ))}
  </div>
)

const QuestionRow = ({ form, question }: { form: ReturnForm; question: Question }) => {
  const on = questionsOf(form).find(({ id }) => id === question.ifQuestionId)
  return (
    <li>
      <p class="govuk-body govuk-!-margin-bottom-1">
        {form.publishedAt === null ? <Link href={`${formPath(form)}/questions/${question.id}`}>{question.label}</Link> : question.label}
      </p>
      <p class="govuk-hint govuk-!-margin-bottom-1">
        {[
          questionKinds[question.kind],
          ...(question.mustAnswer === 1 ? [] : ['need not be answered']),
          ...(question.asksEvidence === 1 ? ['with evidence'] : []),
          ...(question.asksAction === 1 ? ['with an action'] : []),
          ...(question.filledFrom === null ? [] : [`shown beside it: ${heldFacts[question.filledFrom].toLowerCase()}`]),
          ...(on ? [`asked only where “${on.label}” is “${question.ifValue}”`] : []),
        ].join(', ')}
      </p>
      {form.publishedAt === null ? <Move what="question" id={question.id} label={question.label} /> : null}
    </li>
  )
}

type FormPageProps = {
  form: ReturnForm
  faults: readonly string[]
  problems?: Problems
  typed: Record<string, string>
}

export const FormPage = ({ form, faults, problems, typed }: FormPageProps) => {
  const isDraft = form.publishedAt === null
  const at = formPath(form)
  const unchecked = form.powers.filter(({ checkedOn }) => checkedOn === null).length
  return (
    <>
      <ErrorSummary problems={problems} />
      <span class="govuk-caption-l">Safeguarding audit</span>
      <Title>{nameOfForm(form)}</Title>
      <P>
        {isDraft ? <Tag colour="yellow">Draft</Tag> : <Tag colour="green">Published</Tag>} {counted(questionsOf(form).length, 'question')}{' '}
        in {counted(form.sections.length, 'section')}.{' '}
        {form.publishedAt === null ? '' : `It was published on ${sayDay(form.publishedAt)} and never changes.`}
      </P>
      <ul class="govuk-list">
        <li>
          <Link href={`${at}/preview`}>Look at it as a school sees it</Link>
        </li>
        <li>
          <Link href={`${at}/powers`}>In whose name and under what power</Link>
          {unchecked > 0 ? `: ${counted(unchecked, 'text is', 'texts are')} still to be checked against the law in force` : ''}
        </li>
      </ul>
      {isDraft ? (
        <form method="post">
          <TextArea
            {...{ name: 'note', label: 'What schools read before they begin', problems, value: typed['note'] }}
            hint="Who will read the answers and the dates are said beside it, by the round."
          />
          <Tick {...{ typed, name: 'leadSigns', label: 'Who signs beside the head?' }} text="The designated safeguarding lead" />
          <Tick
            {...{ typed, name: 'bodySigns', label: 'Does the governing body sign?' }}
            text="A governor, trustee or the proprietor, who is somebody else than the head"
          />
          <Tick
            {...{ typed, name: 'inOrder', label: 'Does the order matter?' }}
            text="The lead signs first, then the head, then the governing body"
          />
          <Button kind="secondary">Save</Button>
        </form>
      ) : (
        <SummaryList
          rows={[
            ['What schools read first', form.note],
            [
              'Who signs',
              [
                'The head',
                ...(form.leadSigns ? ['the lead'] : []),
                ...(form.bodySigns ? ['a governor, trustee or the proprietor'] : []),
              ].join(', '),
            ],
            ['Order', form.inOrder ? 'The lead, the head, then the governing body' : 'Any order'],
          ]}
        />
      )}
      <form method="post" action={`${at}/moves`}>
        {form.sections.map((section, n) => (
          <>
            <Heading>
              {n + 1}. {section.title}
            </Heading>
            {isDraft ? (
              <div class="govuk-body">
                <Link href={`${at}/sections/${section.id}`}>
                  Change<span class="govuk-visually-hidden"> {section.title}</span>
                </Link>{' '}
                <Move what="section" id={section.id} label={section.title} />
              </div>
            ) : null}
            {section.about ? <P>{section.about}</P> : null}
            <ol class="govuk-list govuk-list--number govuk-list--spaced">
              {section.questions.map((question) => (
                <QuestionRow form={form} question={question} />
              ))}
            </ol>
            {isDraft ? (
              <P>
                <Link href={`${at}/questions/new?section=${section.id}`}>
                  Add a question<span class="govuk-visually-hidden"> to {section.title}</span>
                </Link>
              </P>
            ) : null}
          </>
        ))}
      </form>
      {isDraft ? (
        <>
          <P>
            <Link href={`${at}/sections/new`}>Add a section</Link>
          </P>
          <Heading>Publish</Heading>
          {faults.length > 0 ? (
            <>
              <P>Still to be done:</P>
              <ul class="govuk-list govuk-list--bullet">
                {faults.map((fault) => (
                  <li>{fault}</li>
                ))}
              </ul>
            </>
          ) : (
            <form method="post" action={`${at}/publication`}>
              <Warning>Once it is published, nothing in it can be changed. A copy can.</Warning>
              <Button>Publish this form</Button>
            </form>
          )}
        </>
      ) : (
        <form method="post" action={`${at}/copies`}>
          <Button kind="secondary">Copy it for the next year</Button>
        </form>
      )}
    </>
  )
}

type SectionPageProps = {
  form: ReturnForm
  isNew: boolean
  typed: Record<string, string>
  problems?: Problems | undefined
}

export const SectionPage = ({ form, isNew, typed, problems }: SectionPageProps) => (
  <Page>
    <ErrorSummary problems={problems} />
    <span class="govuk-caption-l">{nameOfForm(form)}</span>
    <Title>{isNew ? 'New section' : 'Change the section'}</Title>
    <form method="post">
      <input type="hidden" name="id" value={typed['id']} />
      <TextField name="title" label="Title" value={typed['title']} problems={problems} />
      <TextArea name="about" label="What schools read below it" value={typed['about']} problems={problems} />
      <div class="govuk-button-group">
        <Button>Save</Button>
        {isNew ? null : (
          <Button kind="warning" name="take" value="out">
            Take it out
          </Button>
        )}
      </div>
    </form>
  </Page>
)

type QuestionPageProps = {
  form: ReturnForm
  isNew: boolean
  before: readonly Question[]
  typed: TypedQuestion
  problems?: Problems | undefined
}

export const QuestionPage = ({ form, isNew, before, typed, problems }: QuestionPageProps) => {
  const select = (name: string, label: string, options: { value: string; text: string }[], hint?: string) => (
    <Select {...{ name, label, options, problems, value: typed[name], ...(hint ? { hint } : {}) }} />
  )
  return (
    <Page>
      <ErrorSummary problems={problems} />
      <span class="govuk-caption-l">{nameOfForm(form)}</span>
      <Title>{isNew ? 'New question' : 'Change the question'}</Title>
      <form method="post">
        <input type="hidden" name="id" value={typed['id']} />
        <TextField name="label" label="Question" value={typed['label']} problems={problems} />
        <TextArea name="hint" label="Hint" rows={2} value={typed['hint']} problems={problems} />
        {select(
          'sectionId',
          'Section',
          form.sections.map(({ id, title }) => ({ value: id, text: title })),
        )}
        {select('kind', 'How is it answered?', optionsOf(questionKinds), 'Evidence is never uploaded: a school says where it is kept.')}
        <Tick {...{ typed, name: 'mustAnswer', label: 'Must it be answered?', text: 'A school cannot submit without an answer' }} />
        <Tick {...{ typed, name: 'asksEvidence', label: 'What shows it?', text: 'Ask what shows it, and where that is kept' }} />
        <Tick {...{ typed, name: 'asksAction', label: 'What will be done?', text: 'Ask what the school will do, who and by when' }} />
        {select('condition', 'Asked only where', [{ value: '', text: 'Always asked' }, ...conditionsFrom(before)])}
        {select('filledFrom', 'What of our record is shown beside it?', [{ value: '', text: 'Nothing' }, ...optionsOf(heldFacts)])}
        <div class="govuk-button-group">
          <Button>Save</Button>
          {isNew ? null : (
            <Button kind="warning" name="take" value="out">
              Take it out
            </Button>
          )}
        </div>
      </form>
    </Page>
  )
}
