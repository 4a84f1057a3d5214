import { instant, sayInstant } from '#base/dates.ts'
import { sayFile } from '#base/files/file.ts'
import { Bullets, Heading, Link, P } from '#base/web/page-parts.tsx'
import type { Material, Shown } from '../material.ts'

const Line = ({ material, at }: { material: Material; at: string }) => (
  <li class="muster-break">
    {material.url !== null ? (
      <a class="govuk-link" href={material.url} rel="noopener noreferrer">
        {material.title}
      </a>
    ) : (
      <Link href={`${at}/${material.id}`}>{material.title}</Link>
    )}{' '}
    ({material.file ? sayFile(material.file) : new URL(material.url ?? '').host}
    {material.sessionTitle ? `, ${material.sessionTitle}` : ''}){material.words ? <div class="muster-lines">{material.words}</div> : null}
  </li>
)

export const MaterialsList = ({ materials, at }: { materials: readonly Material[]; at: string }) => (
  <Bullets>
    {materials.map((material) => (
      <Line material={material} at={at} />
    ))}
  </Bullets>
)

/** On a delegate's own page. `at`: where files are downloaded. */
export const ShownMaterials = ({ shown, at, now }: { shown: Shown | undefined; at: string; now: Date }) =>
  shown ? (
    <>
      <Heading>Slides and other materials</Heading>
      {shown.from > instant(now) ? (
        <P>They will be here from {sayInstant(shown.from)}.</P>
      ) : (
        <MaterialsList materials={shown.materials} at={at} />
      )}
    </>
  ) : null
