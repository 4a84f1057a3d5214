import type { Instant } from '#base/dates.ts'
import type { FileRefusal, StoredFile } from '#base/files/file.ts'

export type Template = StoredFile & { chosenAt: Instant }

export type NotChosen = FileRefusal | 'no_word_file' | 'no_place_for_report'
