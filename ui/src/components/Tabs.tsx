/** A few views of the same thing. Arrow keys move between them. */
import type { ReactNode } from "react";
import { Tabs as AriaTabs, Tab, TabList, TabPanel } from "react-aria-components";
import "./Tabs.css";

export interface TabsProps {
  label: string;
  tabs: readonly { id: string; title: string; count?: number; content: ReactNode }[];
  value?: string;
  onChange?(id: string): void;
}

export function Tabs({ label, tabs, value, onChange }: TabsProps) {
  return (
    <AriaTabs
      className="tabs"
      selectedKey={value}
      onSelectionChange={onChange === undefined ? undefined : (key) => onChange(String(key))}
    >
      <TabList className="tab-list" aria-label={label}>
        {tabs.map((tab) => (
          <Tab key={tab.id} id={tab.id} className="tab">
            {tab.title}
            {tab.count !== undefined && <span className="tab-count">{tab.count}</span>}
          </Tab>
        ))}
      </TabList>
      {tabs.map((tab) => (
        <TabPanel key={tab.id} id={tab.id} className="tab-panel">
          {tab.content}
        </TabPanel>
      ))}
    </AriaTabs>
  );
}
