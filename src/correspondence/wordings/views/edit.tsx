import { sayInstant } from '#base/dates.ts'
import { type Problems, Select, TextArea, TextField } from '#base/web/field.tsx'
import { ErrorSummary, Heading, Link, P, Small, SummaryList, Table, Title } from '#base/web/page-parts.tsx'
import type { Rendered } from '#emails/messages/mail.tsx'
import type { Slot } from '#emails/messages/words.ts'
import { fieldWords, pathOf, type Template, type WordingChange } from '../wording.ts'
import { Preview } from './preview.tsx'

const fieldOf = (slot: string): string => `words-${slot}`

const braced = (fields: readonly string[]): string => fields.map((field) => `{${field}}`).join(', ')

const hintOf = (slot: Slot, typed: string): string =>
  [
    typed.trim() === slot.text ? 'As by default.' : `By default: ${slot.text}`,
    slot.must && slot.must.length > 0 ? `Must hold ${braced(slot.must)}.` : '',
  ]
    .filter(Boolean)
    .join(' ')

type WordingPageProps = {
  template: Template
  /** Words by slot, as stored or as typed. */
  typed: Readonly<Record<string, string>>
  seen: number
  sample: number
  preview: { rendered: Rendered; saved: boolean } | undefined
  changes: readonly WordingChange[]
  problems?: Problems | undefined
  /** Some of it is the council's own. */
  isOwn: boolean
  notice?: string | undefined
}

export const WordingPage = ({ template, typed, seen, sample, preview, changes, problems, isOwn, notice }: WordingPageProps) => (
  <>
    <ErrorSummary problems={problems} />
    {notice ? (
      <div class="govuk-inset-text" role="status">
        {notice}
      </div>
    ) : null}
    <Title>{template.label}</Title>
    <SummaryList
      rows={[
        ['Goes to', template.to],
        ['When', template.when],
        ['Words', template.fixed ? `They cannot be changed. ${template.fixed}` : isOwn ? 'Your own' : 'By default'],
      ]}
    />
    {template.fixed ? (
      <SampleChoice template={template} sample={sample} />
    ) : (
      <form method="post" action={`/organiser/wordings/${pathOf(template)}`} novalidate>
        <input type="hidden" name="seen" value={String(seen)} />
        <div class="govuk-grid-row">
          <div class="govuk-grid-column-two-thirds">
            {Object.entries(template.slots).map(([name, slot]) => (
              <SlotField name={fieldOf(name)} slot={slot} typed={typed[name] ?? slot.text} problems={problems} />
            ))}
          </div>
          <div class="govuk-grid-column-one-third">
            <Fields template={template} />
          </div>
        </div>
        {template.samples.length > 1 ? <SampleSelect template={template} sample={sample} /> : null}
        <div class="govuk-button-group">
          <button class="govuk-button" type="submit" name="action" value="save" data-module="govuk-button" data-prevent-double-click="true">
            Save
          </button>
          <button
            class="govuk-button govuk-button--secondary"
            type="submit"
            name="action"
            value="preview"
            formaction={`/organiser/wordings/${pathOf(template)}#preview`}
          >
            Preview
          </button>
          <button class="govuk-button govuk-button--secondary" type="submit" name="action" value="test" data-prevent-double-click="true">
            Send me a test
          </button>
          {isOwn ? <Link href={`/organiser/wordings/${pathOf(template)}/default`}>Put back the default</Link> : null}
        </div>
      </form>
    )}
    {preview ? (
      <Preview rendered={preview.rendered} of={preview.saved ? 'As it goes out now' : 'As it would go out: not saved yet'} />
    ) : null}
    <History template={template} changes={changes} />
  </>
)

const SlotField = ({ name, slot, typed, problems }: { name: string; slot: Slot; typed: string; problems: Problems | undefined }) => {
  const common = {
    name,
    label: slot.label,
    labelClass: 'govuk-label--s',
    hint: hintOf(slot, typed),
    value: typed,
    ...(problems ? { problems } : {}),
  }
  return slot.line ? <TextField {...common} /> : <TextArea {...common} rows={Math.min(10, 2 + Math.ceil(typed.length / 70))} />
}

const Fields = ({ template }: { template: Template }) => (
  <>
    <h2 class="govuk-heading-s">Fields that you may use</h2>
    <Small>Write a field in braces; each message fills it in. An empty line begins a paragraph. An empty field is the default.</Small>
    <dl class="govuk-body-s">
      {template.fields.map((field) => (
        <>
          <dt>
            <code>{`{${field}}`}</code>
          </dt>
          <dd class="govuk-!-margin-left-0 govuk-!-margin-bottom-2">{fieldWords[field]}</dd>
        </>
      ))}
    </dl>
  </>
)

const SampleSelect = ({ template, sample }: { template: Template; sample: number }) => (
  <Select
    name="sample"
    label="Show the message for this case"
    value={String(sample)}
    options={template.samples.map(({ label }, index) => ({ value: String(index), text: label }))}
  />
)

const SampleChoice = ({ template, sample }: { template: Template; sample: number }) =>
  template.samples.length > 1 ? (
    <form method="get" class="muster-filter muster-filter--beside">
      <SampleSelect template={template} sample={sample} />
      <button class="govuk-button govuk-button--secondary" type="submit">
        Show
      </button>
    </form>
  ) : null

const History = ({ template, changes }: { template: Template; changes: readonly WordingChange[] }) =>
  template.fixed ? null : changes.length === 0 ? (
    <>
      <Heading>Changes</Heading>
      <P>Nobody has changed it.</P>
    </>
  ) : (
    <Table
      dense
      caption="Changes, newest first"
      columns={['When', 'What', 'Words', 'Who']}
      rows={changes.map((change) => [
        sayInstant(change.changedAt),
        template.slots[change.slot]?.label ?? change.slot,
        <span class="muster-typed">{change.text === '' ? 'The default again' : change.text}</span>,
        change.changedBy ?? 'Nobody known',
      ])}
    />
  )
