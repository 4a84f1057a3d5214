import { sayDay } from '#base/dates.ts'
import { acceptedFiles, sayFile } from '#base/files/file.ts'
import { manyFilesHint } from '#base/files/views/refusals.tsx'
import { Button, Choices, DayField, FileField, type Problems, Select, TextArea, TextField } from '#base/web/field.tsx'
import { Details, ErrorSummary, Heading, Link, NothingChanged, P, Page, Title } from '#base/web/page-parts.tsx'
import type { Advice } from '#guidance/advice/advice.ts'
import { type FileOfVersion, type GuidanceDocument, isAnswered, type Version } from '../document.ts'

/** A file of a draft: what schools know it by, and where it stands among the others. */
const DraftFile = ({
  file,
  at,
  isOnly,
  typed,
  problems,
}: {
  file: FileOfVersion
  at: string
  isOnly: boolean
  typed: Record<string, string>
  problems?: Problems | undefined
}) => (
  <fieldset class="govuk-fieldset">
    <legend class="govuk-fieldset__legend govuk-fieldset__legend--s muster-break">
      <Link href={`${at}/${file.id}`}>{file.name}</Link> ({sayFile(file)})
    </legend>
    <input type="hidden" name="fileId" value={file.id} />
    <TextField name={`title-${file.id}`} label="Title" value={typed[`title-${file.id}`]} problems={problems} />
    {isOnly ? null : (
      <TextField name={`order-${file.id}`} label="Place in the list" inputmode="numeric" width={2} value={typed[`order-${file.id}`]} />
    )}
  </fieldset>
)

export const DraftPage = ({
  document,
  version,
  advice,
  typed,
  problems,
  why,
}: {
  document: GuidanceDocument
  version: Version
  advice: readonly Advice[]
  typed: Record<string, string>
  problems?: Problems | undefined
  why?: string | undefined
}) => {
  const isFirst = version.number === 1
  const needed = isFirst ? 'Needed where there are files' : 'Needed'
  return (
    <Page>
      <ErrorSummary problems={problems} />
      <NothingChanged why={why} />
      <span class="govuk-caption-l">{document.title}</span>
      <Title>Draft of version {version.number}</Title>
      <form method="post" enctype="multipart/form-data">
        <input type="hidden" name="changedAt" value={version.changedAt} />
        <TextArea
          name="text"
          label="Text"
          hint="With an empty line between paragraphs. What is written here can be compared with the next version, word by word."
          rows={16}
          value={typed['text']}
          problems={problems}
        />
        {version.files.map((file) => (
          <DraftFile
            {...{ file, typed, problems }}
            isOnly={version.files.length === 1}
            at={`/guidance/${document.id}/versions/${version.number}/files`}
          />
        ))}
        {version.files.length === 0 ? null : (
          <Choices
            name="removeFile"
            label="Take files out"
            type="checkboxes"
            small
            values={[]}
            options={version.files.map(({ id, title }) => ({ value: id, text: title }))}
          />
        )}
        <FileField
          name="file"
          label={version.files.length === 0 ? 'Files (optional)' : 'More files (optional)'}
          hint={`${manyFilesHint} Choose them again if something else was wrong.`}
          accept={acceptedFiles}
          problems={problems}
          multiple
        />
        <TextArea name="whatChanged" label="What has changed" hint={needed} rows={3} value={typed['whatChanged']} problems={problems} />
        <TextArea name="whatToDo" label="What schools must do" hint={needed} rows={3} value={typed['whatToDo']} problems={problems} />
        {isFirst || !isAnswered(document.asked) ? (
          <input type="hidden" name="askAgain" value="yes" />
        ) : (
          <Choices
            name="askAgain"
            label="Schools that answered the version before"
            type="radios"
            values={[typed['askAgain'] || 'no']}
            options={[
              { value: 'yes', text: 'Ask them again', hint: 'Their answers stand no more, and their body decides anew.' },
              { value: 'no', text: 'Do not ask them again', hint: 'They get it, and their answer stands. Schools without one are asked.' },
            ]}
          />
        )}
        <Heading>By when</Heading>
        <Choices
          name="dueBy"
          label="Schools do what is asked"
          type="radios"
          values={[typed['dueBy'] || 'governors']}
          options={[
            { value: 'governors', text: 'At the next meeting of their governors, trust or proprietor' },
            { value: 'day', text: 'By a day' },
          ]}
          problems={problems}
        />
        <DayField
          name="dueOn"
          label="By which day"
          hint="With a meeting: the day by which every school will have had one"
          value={typed['dueOn']}
          problems={problems}
        />
        <Heading>Where it comes from</Heading>
        <Select
          name="adviceId"
          label="National publication (optional)"
          hint={
            <>
              Not in the list? <Link href="/guidance/advice">Note it first</Link>.
            </>
          }
          value={typed['adviceId']}
          options={[
            { value: '', text: 'None' },
            ...advice.map(({ id, title, publishedOn }) => ({ value: id, text: `${title}, ${sayDay(publishedOn)}` })),
          ]}
          problems={problems}
        />
        <Choices
          name="source"
          label="Who wrote it"
          hint="Save the draft once you have changed this: what is the council’s own has more fields."
          type="radios"
          values={[typed['source'] || 'passed_on']}
          options={[
            { value: 'passed_on', text: 'Others: we pass it on' },
            { value: 'own', text: 'We did: it is our own', hint: 'It needs a decision, an equality assessment and a second person.' },
          ]}
          problems={problems}
        />
        {typed['source'] === 'own' ? (
          <>
            <TextField
              name="decidedBy"
              label="Who decided"
              hint="Such as the cabinet member"
              value={typed['decidedBy']}
              problems={problems}
            />
            <TextField name="decision" label="Reference of the decision" value={typed['decision']} problems={problems} />
            <DayField name="decidedOn" label="Day of the decision" value={typed['decidedOn']} problems={problems} />
            <DayField
              name="equalityOn"
              label="Day of the equality assessment"
              hint="Not after the decision"
              value={typed['equalityOn']}
              problems={problems}
            />
            <TextField
              name="equalityLink"
              label="Address of the equality assessment (optional)"
              type="url"
              value={typed['equalityLink']}
              problems={problems}
            />
            <DayField
              name="equalityReviewOn"
              label="Day on which the assessment is reviewed (optional)"
              value={typed['equalityReviewOn']}
              problems={problems}
            />
          </>
        ) : null}
        <Button>Save the draft</Button>
      </form>
      <Details summary="Throw the draft away">
        <form method="post" action={`/guidance/${document.id}/draft/delete`}>
          <P>Its text and its file are gone then, and cannot be brought back.</P>
          <input type="hidden" name="changedAt" value={version.changedAt} />
          <Button kind="warning">Throw the draft away</Button>
        </form>
      </Details>
    </Page>
  )
}
