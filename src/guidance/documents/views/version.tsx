import { sayDay } from '#base/dates.ts'
import { acceptedFiles, sayFile } from '#base/files/file.ts'
import { manyFilesHint } from '#base/files/views/refusals.tsx'
import { Button, Choices, DayField, FileField, type Problems, TextArea, TextField } from '#base/web/field.tsx'
import { Details, ErrorSummary, Heading, Link, NothingChanged, P, Page, SummaryList, Title } from '#base/web/page-parts.tsx'
import { Paragraphs } from '#events/events/views/event-page.tsx'
import { differenceOf } from '../difference.ts'
import {
  type Asking,
  daysUntilIssued,
  type FileOfVersion,
  type GuidanceDocument,
  isAnswered,
  sayDaysUntilIssued,
  type Version,
} from '../document.ts'

export const DraftPage = ({
  document,
  version,
  typed,
  problems,
  why,
}: {
  document: GuidanceDocument
  version: Version
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
        <DayField
          name="availableOn"
          label="Day on which it was published nationally (optional)"
          hint="The time until it is issued to schools is shown."
          value={typed['availableOn']}
          problems={problems}
        />
        <TextField
          name="decision"
          label="Decision that approved it (optional)"
          hint="Such as the committee and the minute"
          value={typed['decision']}
          problems={problems}
        />
        <DayField name="decidedOn" label="Day of the decision (optional)" value={typed['decidedOn']} problems={problems} />
        <TextField
          name="equalityLink"
          label="Address of the equality impact assessment (optional)"
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

/** The text of a version, and its files. @param at where they are downloaded */
export const VersionText = ({ text, files, at }: { text: string; files: readonly FileOfVersion[]; at: string }) => (
  <>
    {text === '' ? null : <Paragraphs text={text} />}
    {files.length === 0 ? null : (
      <ul class="govuk-list">
        {files.map((file) => (
          <li class="muster-break">
            <Link href={`${at}/${file.id}`}>{file.title}</Link> ({sayFile(file)})
          </li>
        ))}
      </ul>
    )}
  </>
)

/** What was taken out is struck through, what was put in underlined; who listens hears which. */
export const Difference = ({ before, after }: { before: string; after: string }) => (
  <>
    {differenceOf(before, after).map(({ kind, passages }) => (
      <p class="govuk-body muster-lines">
        {kind === 'same'
          ? passages[0]?.text
          : passages.map(({ kind: how, text }) =>
              how === 'same' ? (
                text
              ) : how === 'added' ? (
                <ins>
                  <span class="govuk-visually-hidden">put in: </span>
                  {text}
                </ins>
              ) : (
                <del>
                  <span class="govuk-visually-hidden">taken out: </span>
                  {text}
                </del>
              ),
            )}
      </p>
    ))}
  </>
)

/** By when, as schools and officers read it. What no body decides on waits for no meeting. */
export const sayDueBy = ({ dueBy, dueOn }: Pick<Version, 'dueBy' | 'dueOn'>, asked: Asking): string =>
  dueOn === undefined
    ? 'Not said'
    : dueBy === 'day' || !isAnswered(asked)
      ? `By ${sayDay(dueOn)}`
      : `At the next meeting of the body that decides, and by ${sayDay(dueOn)}`

export const VersionPage = ({
  document,
  version,
  before,
}: {
  document: GuidanceDocument
  version: Version
  /** The version before, if there is one. */
  before: Version | undefined
}) => {
  const days = daysUntilIssued(version.availableOn, version.issuedAt)
  const differs = before !== undefined && before.text !== '' && version.text !== ''
  return (
    <Page>
      <span class="govuk-caption-l">{document.title}</span>
      <Title>
        Version {version.number}
        {version.issuedAt ? '' : ', a draft'}
      </Title>
      <SummaryList
        rows={[
          ['Issued', version.issuedAt ? `${sayDay(version.issuedAt)}, by ${version.issuedBy ?? ''}` : 'Not yet'],
          ['Published nationally', version.availableOn ? sayDay(version.availableOn) : undefined],
          ['Time between', days === undefined ? undefined : sayDaysUntilIssued(days)],
          ['By when', sayDueBy(version, document.asked)],
          [
            'Decision',
            version.decision === '' ? undefined : `${version.decision}${version.decidedOn ? `, ${sayDay(version.decidedOn)}` : ''}`,
          ],
          [
            'Equality impact assessment',
            version.equalityLink === '' ? undefined : (
              <Link href={version.equalityLink} rel="noreferrer">
                Read it
              </Link>
            ),
          ],
          ['Assessment reviewed on', version.equalityReviewOn ? sayDay(version.equalityReviewOn) : undefined],
          [
            'Schools that answered before',
            version.number === 1 || !isAnswered(document.asked) ? undefined : version.askAgain ? 'Are asked again' : 'Are not asked again',
          ],
        ]}
      />
      {version.whatChanged === '' ? null : (
        <>
          <Heading>What has changed</Heading>
          <Paragraphs text={version.whatChanged} />
        </>
      )}
      {version.whatToDo === '' ? null : (
        <>
          <Heading>What schools must do</Heading>
          <Paragraphs text={version.whatToDo} />
        </>
      )}
      <Heading>The document</Heading>
      <VersionText text={version.text} files={version.files} at={`/guidance/${document.id}/versions/${version.number}/files`} />
      {differs ? (
        <Details summary={`What differs from version ${before.number}`}>
          <Difference before={before.text} after={version.text} />
        </Details>
      ) : null}
    </Page>
  )
}
