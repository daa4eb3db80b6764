// A workbook as Excel saves it: texts shared, days as numbers with a format, all in one archive (ECMA-376).

import { crc32, deflateRawSync } from 'node:zlib';

/** What stands in a cell: text, a number, or a day. */
export type Cell = string | number | Date;

const OFFICE = 'http://schemas.openxmlformats.org';
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const DAY = 86_400_000;

const escaped = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');

/** The file of a workbook with one sheet; its days have the format 14, the one that follows the country. */
export function workbook(sheet: string, rows: readonly (readonly Cell[])[]): Buffer {
  const texts = [...new Set(rows.flat().filter((cell) => typeof cell === 'string' && cell !== ''))];
  const cell = (value: Cell, at: string) => {
    if (value instanceof Date) return `<c r="${at}" s="1"><v>${(value.getTime() - Date.UTC(1899, 11, 30)) / DAY}</v></c>`;
    if (typeof value === 'number') return `<c r="${at}"><v>${value}</v></c>`;
    return value === '' ? '' : `<c r="${at}" t="s"><v>${texts.indexOf(value)}</v></c>`;
  };
  const row = (cells: readonly Cell[], n: number) =>
    `<row r="${n + 1}">${cells.map((value, at) => cell(value, `${String.fromCharCode(65 + at)}${n + 1}`)).join('')}</row>`;
  const main = `xmlns="${OFFICE}/spreadsheetml/2006/main"`;
  const type = (kind: string) => `application/vnd.openxmlformats-officedocument.spreadsheetml.${kind}+xml`;
  const relations = (...targets: [string, string][]) =>
    `${HEAD}<Relationships xmlns="${OFFICE}/package/2006/relationships">${targets
      .map(([kind, target], at) => `<Relationship Id="rId${at + 1}" Type="${OFFICE}/officeDocument/2006/relationships/${kind}" Target="${target}"/>`)
      .join('')}</Relationships>`;
  return archive({
    '[Content_Types].xml': `${HEAD}<Types xmlns="${OFFICE}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${type('sheet.main')}"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${type('worksheet')}"/><Override PartName="/xl/styles.xml" ContentType="${type('styles')}"/><Override PartName="/xl/sharedStrings.xml" ContentType="${type('sharedStrings')}"/></Types>`,
    '_rels/.rels': relations(['officeDocument', 'xl/workbook.xml']),
    'xl/workbook.xml': `${HEAD}<workbook ${main} xmlns:r="${OFFICE}/officeDocument/2006/relationships"><sheets><sheet name="${escaped(sheet)}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relations(['worksheet', 'worksheets/sheet1.xml'], ['styles', 'styles.xml'], ['sharedStrings', 'sharedStrings.xml']),
    'xl/worksheets/sheet1.xml': `${HEAD}<worksheet ${main}><sheetData>${rows.map(row).join('')}</sheetData></worksheet>`,
    'xl/styles.xml': `${HEAD}<styleSheet ${main}><fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>`,
    'xl/sharedStrings.xml': `${HEAD}<sst ${main} count="${texts.length}" uniqueCount="${texts.length}">${texts.map((text) => `<si><t>${escaped(String(text))}</t></si>`).join('')}</sst>`,
  });
}

/** Files in a ZIP archive (APPNOTE 6.3): each with its header, then the directory of them all. */
function archive(files: Record<string, string>): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const content = Buffer.from(text);
    const packed = deflateRawSync(content);
    const about = Buffer.alloc(26);
    about.writeUInt16LE(20, 0);
    about.writeUInt16LE(8, 4);
    about.writeUInt32LE(crc32(content), 10);
    about.writeUInt32LE(packed.length, 14);
    about.writeUInt32LE(content.length, 18);
    about.writeUInt16LE(Buffer.byteLength(name), 22);
    const entry = Buffer.alloc(14);
    entry.writeUInt32LE(offset, 10);
    directory.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), about, entry, Buffer.from(name));
    const part = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), about, Buffer.from(name), packed]);
    parts.push(part);
    offset += part.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  const count = Object.keys(files).length;
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, listed, end]);
}
