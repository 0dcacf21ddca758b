/** Where embedded files lie in the executable's own file: offset and size in bytes, by their names among the embedded ones. */
export interface Layout {
  readonly files: Readonly<Record<string, readonly [offset: number, size: number]>>;
}

/** The place of the layout among the embedded files. */
export const layoutName = "layout.json";

/** Bytes of the layout's own file, whatever is in it: the build fills it in when the executable is done. */
const fileBytes = 4096;

/** The layout's file: JSON, and spaces behind it. Throws when it has no room for so many files. */
export function layoutFile(layout: Layout): Uint8Array {
  const json = Buffer.from(JSON.stringify(layout));
  if (json.length > fileBytes)
    throw new Error(`A layout of ${json.length} bytes has no room in ${fileBytes}.`);
  const file = Buffer.alloc(fileBytes, " ");
  json.copy(file);
  return file;
}

/** What stands in its place until the build knows: bytes that occur nowhere else in an executable. */
export const unknownLayout: Uint8Array = layoutFile({ files: { "ocr-eco: to be filled in": [-1, -1] } });
