import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { storedAs } from '#base/db/stored-row.ts'
import type { FilesRefused } from '#base/files/file.ts'
import { saveFiles } from '#base/files/save-file.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { cutTo } from '#base/words.ts'
import { longestTitle, mostFiles, type Version, type VersionFacts, type VersionRefusal } from './document.ts'
import { deleteDraft, draftAsRead, draftColumns, filesOf, insertDraft, type NamedFile, setDraft } from './store.ts'

/** Begins the next version, with the text of the last, if none is begun. */
export const beginVersion = async (act: Act, documentId: string): Promise<Result<'begun', 'withdrawn'>> => {
  const id = newId(act.now)
  const result = await atomically(
    act.db,
    [
      ...insertDraft(act, id, documentId),
      logged(act, { act: 'guidance.version_begun', subject: ['guidance', documentId], after: { versionId: id } }),
    ],
    {
      guidance_is_withdrawn: 'withdrawn',
      'GuidanceVersion.documentId': 'already_draft',
      'GuidanceVersion.documentId, GuidanceVersion.number': 'already_draft',
    } as const,
  )
  return result.ok || result.reason === 'already_draft' ? ok('begun') : refuse(result.reason)
}

type Typed = { changedAt: string; facts: VersionFacts; kept: readonly NamedFile[]; sent: unknown }

/**
 * Saves a draft with its files in the order of `kept`, and after them what was sent with the form.
 * @param changedAt of the draft as whoever typed had seen it
 * @returns whether it is the council’s own now, so that more is to be filled in
 */
export const saveDraft = async (
  act: Act,
  { source, ...version }: Version,
  { changedAt, facts, kept, sent }: Typed,
): Promise<Result<boolean, VersionRefusal> | FilesRefused> => {
  const stored = await saveFiles(act, sent)
  if (!stored.ok) return stored
  const added = stored.value.map(({ id, name, sha256 }) => ({ id, sha256, title: cutTo(name.replace(/\.[^.]*$/, ''), longestTitle) }))
  const files = [...kept.map(({ id, title }) => ({ id, title, sha256: '' })), ...added]
  if (files.length > mostFiles) return refuse('too_many_files')
  const result = await atomically<VersionRefusal>(
    act.db,
    [
      draftAsRead(act.db, { id: version.id, changedAt }),
      ...setDraft(act, version.id, facts, files),
      logged(act, {
        act: 'guidance.draft_saved',
        subject: ['guidance', version.documentId],
        after: { number: version.number, letters: facts.text.length, files: files.map(({ id }) => id) },
      }),
    ],
    { [guardBroken]: 'changed', version_is_issued: 'version_is_issued', draft_is_proposed: 'draft_is_proposed' },
  )
  const saved = ok(facts.source === 'own' && source !== 'own')
  if (result.ok || result.reason !== 'changed') return result.ok ? saved : result
  // Pressed twice: the other has saved the same.
  const isSame = (await storedAs(act.db, 'GuidanceVersion', version.id, draftColumns(facts))) === 'same'
  const named = await filesOf(act.db, version.id)
  const areSame = files.every(({ id, title, sha256 }, n) => {
    const there = named[n]
    return there?.title === title && (there.id === id || there.sha256 === sha256)
  })
  return isSame && areSame && named.length === files.length ? saved : result
}

export const deleteVersion = async (act: Act, version: Version): Promise<Result<void, VersionRefusal>> => {
  const result = await atomically<VersionRefusal>(
    act.db,
    [
      draftAsRead(act.db, version),
      ...deleteDraft(act.db, version.id),
      logged(act, { act: 'guidance.draft_deleted', subject: ['guidance', version.documentId], after: { number: version.number } }),
    ],
    { [guardBroken]: 'changed', issued_version_is_kept: 'version_is_issued', draft_is_proposed: 'draft_is_proposed' },
  )
  return result.ok ? ok(undefined) : result
}
