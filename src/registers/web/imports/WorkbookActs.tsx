import { Button, Menu } from '@mantine/core';
import { IconChevronDown, IconFileDownload, IconFileSpreadsheet, IconFileUpload } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { addressOf } from '#web/api/client.ts';
import type { Register } from '../../declaration.ts';
import { importRoutes } from '../../imports.contract.ts';
import type { ListQuery } from '../../register.contract.ts';

/** The list as a workbook, and workbooks into the register. query: what the list shows now. */
export function WorkbookActs(props: { register: Register; query: Partial<ListQuery>; mayWrite: boolean }) {
  const { t } = useTranslation();
  const { register, query } = props;
  const routes = useMemo(() => importRoutes(register), [register]);
  const size = 18;
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button
          variant="default"
          leftSection={<IconFileSpreadsheet size={size} aria-hidden />}
          rightSection={<IconChevronDown size={16} aria-hidden />}
        >
          Excel
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {props.mayWrite ? (
          <Menu.Item
            component={Link}
            to="/registers/$register/import"
            params={{ register: register.name } as never}
            leftSection={<IconFileUpload size={size} aria-hidden />}
          >
            {t('registers.imports.open')}
          </Menu.Item>
        ) : null}
        <Menu.Item
          component="a"
          href={addressOf(routes.exportWorkbook, { query })}
          download
          leftSection={<IconFileDownload size={size} aria-hidden />}
        >
          {t('registers.imports.exportWorkbook')}
        </Menu.Item>
        <Menu.Item
          component="a"
          href={addressOf(routes.exportCsv, { query })}
          download
          leftSection={<IconFileDownload size={size} aria-hidden />}
        >
          {t('registers.imports.exportCsv')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
