import { Link, P, Table, Title } from '#base/web/page-parts.tsx'
import { audiences, pathOf, type Template } from '#correspondence/wordings/wording.ts'
import type { Rendered } from '#emails/messages/mail.tsx'

export const EmailsPage = ({ templates }: { templates: readonly Template[] }) => (
  <>
    <Title>Every message</Title>
    <P>
      With made-up facts. What was really sent from here lies in the <Link href="/dev/inbox">local inbox</Link>.
    </P>
    <Table
      dense
      caption={`${templates.length} templates`}
      columns={['Message', 'For', 'Shown as', 'When']}
      rows={templates.map((template) => [
        <Link href={`/dev/emails/${pathOf(template)}`}>{template.label}</Link>,
        audiences[template.audience],
        template.samples.map(({ label }) => label).join('; '),
        template.when,
      ])}
    />
  </>
)

/** One message in each variant. */
export const EmailPage = ({ template, shown, own }: { template: Template; shown: readonly Rendered[]; own: boolean }) => {
  const path = `/dev/emails/${pathOf(template)}`
  return (
    <>
      <Title>{template.label}</Title>
      <P>
        {own ? 'In the council’s own words. ' : 'In the words by default. '}
        <Link href={own ? path : `${path}?words=own`}>{own ? 'Show those by default' : 'Show the council’s own'}</Link>
      </P>
      {shown.map((rendered, index) => (
        <section aria-labelledby={`sample-${index}`}>
          <h2 class="govuk-heading-m" id={`sample-${index}`}>
            {template.samples[index]?.label}
          </h2>
          <P>
            <strong>Subject:</strong> {rendered.subject}
          </P>
          <iframe
            class="muster-mail"
            title={`${template.label}: ${template.samples[index]?.label}`}
            src={`${path}/${index}/body${own ? '?words=own' : ''}`}
            sandbox="allow-popups allow-popups-to-escape-sandbox"
          />
          <pre class="muster-plain-text">{rendered.text}</pre>
        </section>
      ))}
    </>
  )
}
