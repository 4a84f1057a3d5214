import { sayDay } from '#base/dates.ts'
import { acceptedFiles, sayFile } from '#base/files/file.ts'
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
  const needed = isFirst ? 'Needed where it is a file' : 'Needed'
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
        {version.file ? (
          <>
            <P>
              It has a file: <Link href={`/guidance/${document.id}/versions/${version.number}/file`}>{version.file.name}</Link> (
              {sayFile(version.file)})
            </P>
            <Choices
              name="removeFile"
              label="The file"
              type="checkboxes"
              small
              values={[]}
              options={[{ value: 'yes', text: 'Take the file out' }]}
            />
          </>
        ) : null}
        <FileField
          name="file"
          label={version.file ? 'Another file instead (optional)' : 'File (optional)'}
          hint="At most 10 MB. Choose it again if something else was wrong."
          accept={acceptedFiles}
          problems={problems}
        />
        <TextArea name="whatChanged" label="What has changed" hint={needed} rows={3} value={typed['whatChanged']} problems={problems} />
        <TextArea name="whatToDo" label="What schools must do" hint={needed} rows={3} value={typed['whatToDo']} problems={problems} />
        {isFirst ? (
          <input type="hidden" name="askAgain" value="yes" />
        ) : (
          <Choices
            name="askAgain"
            label="Schools that answered the version before"
            type="radios"
            values={[typed['askAgain'] || 'no']}
            options={[
              { value: 'yes', text: 'Ask them again', hint: 'Something has changed that their body has to decide on.' },
              { value: 'no', text: 'Do not ask them again', hint: 'Their answer stands, of the version that they answered.' },
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
          label="Day on which it was available nationally (optional)"
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

/** The text of a version, and its file. */
export const VersionText = ({ text, file, href }: { text: string; file: FileOfVersion | undefined; href: string }) => (
  <>
    {text === '' ? null : <Paragraphs text={text} />}
    {file ? (
      <P>
        <Link href={href}>{file.name}</Link> ({sayFile(file)})
      </P>
    ) : null}
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
          ['Available nationally', version.availableOn ? sayDay(version.availableOn) : undefined],
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
          ['Schools that answered before', version.number === 1 ? undefined : version.askAgain ? 'Are asked again' : 'Are not asked again'],
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
      <VersionText text={version.text} file={version.file} href={`/guidance/${document.id}/versions/${version.number}/file`} />
      {differs ? (
        <Details summary={`What differs from version ${before.number}`}>
          <Difference before={before.text} after={version.text} />
        </Details>
      ) : null}
    </Page>
  )
}
